"""The evidence desk in /beheer/: who proposes, who accepts, and what the list tells."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from home.foundation.rights import ensure_rights
from network.members.actions import ensure_groups
from network.members.states import EDITORS, MODERATORS
from stories.insights.actions import accept_evidence, propose_evidence
from stories.insights.models import Evidence, InsightStanding
from stories.insights.states import EvidenceState, SourceKind, Verdict
from tests.factories.network import InstitutionFactory
from tests.factories.stories import CoachStoryFactory, InsightFactory

NOW = timezone.now()
INDEX = "/beheer/onderbouwing/"


@pytest.fixture
def insight(portal):
    return InsightFactory(parent=portal.insights, title="Begin bij de les")


@pytest.fixture
def story(portal):
    return CoachStoryFactory(
        parent=portal.stories, title="Koffie met het team", institution=InstitutionFactory(), first_published_at=NOW
    )


@pytest.fixture
def staff(portal, editor, moderator):
    groups = ensure_groups()
    ensure_rights(groups, portal.home)
    editor.groups.add(groups[EDITORS])
    moderator.groups.add(groups[MODERATORS])


@pytest.fixture
def editor_client(client, staff, editor):
    client.force_login(editor)
    return client


def propose(insight, page, *, at=NOW, why="Zo ging het.", **fields):
    return propose_evidence(
        insight=insight,
        source_kind=SourceKind.STORY,
        source_key=str(page.pk),
        verdict=Verdict.SUPPORTS,
        why=why,
        at=at,
        **fields,
    )


def more(portal, title, **fields):
    return CoachStoryFactory(
        parent=portal.stories, title=title, institution=InstitutionFactory(), **({"first_published_at": NOW} | fields)
    )


def answers(insight, story, **changed):
    return {
        "insight": insight.pk,
        "source": f"story:{story.pk}",
        "verdict": "supports",
        "why": "Het team vroeg er zelf om.",
    } | changed


def decide(client, evidence, state):
    return client.post(reverse("evidence:decide", args=[evidence.pk]), {"state": state}, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_list_shows_what_waits_longest_first(editor_client, portal, insight, moderator):
    done = propose(insight, more(portal, "Klaar"), at=NOW - timedelta(days=9))
    accept_evidence(evidence=done, editor=moderator, at=NOW)
    new = propose(insight, more(portal, "Nieuw"), at=NOW - timedelta(days=1))
    old = propose(insight, more(portal, "Oud"), at=NOW - timedelta(days=5))

    rows = editor_client.get(INDEX).context["object_list"]

    assert [row.pk for row in rows] == [old.pk, new.pk, done.pk]


def test_list_filters_by_state(editor_client, portal, insight, moderator, story):
    done = propose(insight, story)
    accept_evidence(evidence=done, editor=moderator, at=NOW)
    propose(insight, more(portal, "Nieuw"))

    rows = editor_client.get(INDEX, {"state": "accepted"}).context["object_list"]

    assert [row.pk for row in rows] == [done.pk]


def test_list_links_the_source_and_marks_one_that_readers_cannot_see(editor_client, portal, insight, story):
    propose(insight, story)
    hidden = more(portal, "Concept")
    propose(insight, hidden)
    hidden.unpublish()

    titles = [row.source_title for row in editor_client.get(INDEX).context["object_list"]]

    assert titles == ["Koffie met het team", "Concept (niet openbaar: telt niet mee)"]


def test_list_asks_the_same_queries_for_one_and_three_rows(editor_client, portal, insight, story):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert editor_client.get(INDEX).status_code == 200
        return len(queries)

    propose(insight, story)
    count()
    one = count()
    for title in ("Tweede", "Derde"):
        propose(insight, more(portal, title))

    assert count() == one


@pytest.mark.parametrize("format_name", ["csv", "xlsx"])
def test_list_is_downloaded(editor_client, insight, story, format_name):
    propose(insight, story, why="=1+1")

    response = editor_client.get(INDEX, {"export": format_name})

    content = b"".join(response.streaming_content)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == f'attachment; filename="onderbouwing.{format_name}"'
    assert format_name == "xlsx" or ";'=1+1;" in content.decode()


def test_accepting_lets_it_count(editor_client, insight, story, moderator):
    evidence = propose(insight, story, member=moderator)

    response = decide(editor_client, evidence, "accepted")

    assert said(response) == ["Geaccepteerd. Het telt vanaf nu mee."]
    assert InsightStanding.objects.get(insight=insight).supports == 1


def test_a_get_decides_nothing(editor_client, insight, story):
    evidence = propose(insight, story)

    response = editor_client.get(reverse("evidence:decide", args=[evidence.pk]), {"state": "accepted"})

    evidence.refresh_from_db()
    assert (response.status_code, evidence.state) == (200, EvidenceState.PROPOSED)


def test_withdrawing_keeps_the_row(editor_client, insight, story, moderator):
    evidence = propose(insight, story)
    accept_evidence(evidence=evidence, editor=moderator, at=NOW)

    decide(editor_client, evidence, "withdrawn")

    assert list(Evidence.objects.values_list("state", flat=True)) == ["withdrawn"]


def test_nobody_accepts_their_own(editor_client, insight, story, editor):
    evidence = propose(insight, story, member=editor)

    page = editor_client.get(reverse("evidence:decide", args=[evidence.pk]))
    response = decide(editor_client, evidence, "accepted")

    assert (page.context["may_accept"], page.context["is_own"]) == (False, True)
    assert said(response) == ["Je stelde deze onderbouwing zelf voor. Vraag een collega om erover te besluiten."]
    assert Evidence.objects.get().state == EvidenceState.PROPOSED


def test_a_second_decision_says_what_happened(editor_client, insight, story, moderator):
    evidence = propose(insight, story)
    accept_evidence(evidence=evidence, editor=moderator, at=NOW)

    response = decide(editor_client, evidence, "accepted")

    assert said(response) == [
        "Iemand besloot al over deze onderbouwing. Laad de pagina opnieuw om te zien wat er is besloten."
    ]


def test_proposing_names_the_proposer_and_does_not_count_yet(editor_client, insight, story, editor):
    response = editor_client.post(reverse("evidence:propose"), answers(insight, story), follow=True)

    row = Evidence.objects.get()
    assert (row.state, row.proposed_by, row.source_key) == ("proposed", editor, str(story.pk))
    assert said(response) == ["Voorgesteld. Het telt mee zodra een collega het accepteert."]


def test_proposing_the_same_source_again_is_refused_in_the_form(editor_client, insight, story):
    propose(insight, story)

    response = editor_client.post(reverse("evidence:propose"), answers(insight, story, verdict="contradicts"))

    assert response.status_code == 422
    assert response.context["form"].errors["source"] == ["Deze bron zegt al iets over dit inzicht. Pas dat aan."]
    assert Evidence.objects.get().verdict == "supports"


@pytest.mark.parametrize("source", ["", "story:999999", "geen:1", "reuse:x", "story"])
def test_proposing_a_source_that_is_not_there_is_refused(editor_client, insight, story, source):
    response = editor_client.post(reverse("evidence:propose"), answers(insight, story, source=source))

    assert (response.status_code, Evidence.objects.count()) == (422, 0)


def test_form_starts_with_the_source_it_was_opened_from(editor_client, portal, insight, story):
    for number in range(25):
        more(portal, f"Jonger verhaal {number}", first_published_at=NOW + timedelta(days=1))

    form = editor_client.get(reverse("evidence:propose"), {"bron": f"story:{story.pk}"}).context["form"]

    assert form["source"].value() == f"story:{story.pk}"
    assert form.fields["source"].choices[1] == ("Gekozen", [(f"story:{story.pk}", "Koffie met het team")])


def test_form_finds_sources_by_a_word_of_the_title(editor_client, portal, insight, story):
    more(portal, "Iets anders")

    form = editor_client.get(reverse("evidence:propose"), {"zoek": "koffie"}).context["form"]

    assert form.fields["source"].choices[1:] == [("coachverhaal", [(f"story:{story.pk}", "Koffie met het team")])]


def test_the_desk_is_closed_to_members(client, portal, staff, insight, story, coach):
    evidence = propose(insight, story)
    client.force_login(coach)

    for path in (INDEX, reverse("evidence:propose"), reverse("evidence:decide", args=[evidence.pk])):
        assert client.get(path).status_code == 302
    assert client.post(reverse("evidence:decide", args=[evidence.pk]), {"state": "accepted"}).status_code == 302
    assert Evidence.objects.get().state == EvidenceState.PROPOSED


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy"])
def test_no_form_of_wagtail_writes_evidence(db, name):
    with pytest.raises(NoReverseMatch):
        reverse(f"evidence:{name}", args=[] if name == "add" else [1])
