"""The first screen of /beheer/."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.editing.reads import days_waited, drafts_of, due_for_review, gaps, waiting_for
from portal.shared.audiences.rules import Viewer
from search.asked.actions import record_questions
from stories.insights.actions import accept_evidence, propose_evidence
from stories.insights.states import SourceKind, Verdict
from stories.models import CoachStoryPage, InsightIndexPage, InsightPage
from stories.suggestions.actions import file_suggestion
from stories.suggestions.states import SuggestionKind
from tests.factories.network import MemberFactory, ThemeFactory
from tests.factories.stories import InsightFactory
from tests.home.conftest import NOW

pytestmark = pytest.mark.usefixtures("laid_once")


@pytest.fixture
def submit(story_list, editor):
    """Give a function that makes a text of the editor and submits it, some days ago."""

    def make(title, *, days_ago=0, by=editor):
        page = CoachStoryPage(title=title, lead="Over de les.", live=False, owner=by)
        story_list.add_child(instance=page)
        page.save_revision(user=by)
        page.get_workflow().start(page, by)
        state = page.current_workflow_task_state
        type(state).objects.filter(pk=state.pk).update(started_at=NOW - timedelta(days=days_ago))
        return page

    return make


def screen(client, user):
    client.force_login(user)
    return client.get("/beheer/").content.decode()


@pytest.mark.parametrize(
    ("days_ago", "expected"), [(0, 0), (3, 1), (7, 5)], ids=["the day itself", "over a weekend", "a week"]
)
def test_days_waited_counts_working_days(days_ago, expected):
    assert days_waited(NOW - timedelta(days=days_ago), NOW) == expected


def test_waiting_shows_the_longest_first_with_its_age(submit, moderator):
    submit("Net ingediend")
    submit("Lang geleden", days_ago=7)

    rows = waiting_for(moderator, at=NOW).rows

    assert [(row.page.title, row.working_days, row.by) for row in rows] == [
        ("Lang geleden", 5, "Rie Redactie"),
        ("Net ingediend", 0, "Rie Redactie"),
    ]


def test_waiting_leaves_out_what_someone_else_has_to_approve(submit, moderator, editor):
    submit("Van mijzelf", by=moderator)
    submit("Door mij verbeterd").save_revision(user=moderator)
    submit("Van een ander")

    waiting = waiting_for(moderator, at=NOW)

    assert ([row.page.title for row in waiting.rows], waiting.for_colleagues) == (["Van een ander"], 2)


def test_waiting_is_empty_for_who_approves_nothing(submit, editor):
    submit("Ingediend")

    assert waiting_for(editor, at=NOW).rows == []


def test_drafts_are_ones_own_with_the_last_touched_first(story_list, submit, editor, moderator, make_story):
    make_story("Online")
    first = submit("Eerste")
    submit("Van een ander", by=moderator)
    second = submit("Tweede")
    first.save_revision(user=editor)

    assert [page.pk for page in drafts_of(editor)] == [first.pk, second.pk]


def test_due_for_review_takes_live_pages_of_every_type(front, make_story, editor):
    day = NOW.date()
    front.review_on = day - timedelta(days=1)
    front.save()
    make_story("Vandaag", review_on=day, reviewer=editor)
    make_story("Morgen", review_on=day + timedelta(days=1))
    make_story("Concept", review_on=day, live=False)

    rows = due_for_review(at=NOW, member=editor)

    assert [(row.title, row.kind, row.reviewer, row.is_mine) for row in rows] == [
        (front.title, "voorpagina", "", False),
        ("Vandaag", "coachverhaal", "Rie Redactie", True),
    ]


def evidence_for(insight, story, *, at=NOW):
    return propose_evidence(
        insight=insight,
        source_kind=SourceKind.STORY,
        source_key=str(story.pk),
        verdict=Verdict.SUPPORTS,
        why="Zo ging het.",
        at=at,
    )


def test_gaps_name_thin_insights_and_what_waits(make_story, editor):
    parent = InsightIndexPage.objects.get()
    thin, firm = InsightFactory(parent=parent, title="Dun"), InsightFactory(parent=parent, title="Stevig")
    InsightFactory(parent=parent, title="Concept", live=False)
    for title in ("Eerste", "Tweede"):
        accept_evidence(evidence=evidence_for(firm, make_story(title)), editor=editor, at=NOW)
    evidence_for(thin, make_story("Derde"), at=NOW - timedelta(days=7))

    found = gaps(Viewer.anonymous(), at=NOW)

    assert ([page.title for page in found.thin_insights], found.thin_count) == (["Dun"], 1)
    assert (found.evidence_count, found.evidence_days, found.message_count) == (1, 5, 0)


def test_gaps_name_themes_without_a_live_story(front, make_story):
    told, untold = ThemeFactory(name="Verteld"), ThemeFactory(name="Onverteld")
    story = make_story("Verhaal")
    story.themes.set([told])
    story.save()
    draft = make_story("Concept", live=False)
    draft.themes.set([untold])
    draft.save()

    themes = gaps(Viewer.anonymous(), at=NOW).themes

    assert ("Verteld" in themes, "Onverteld" in themes) == (False, True)


def test_screen_of_an_editor_names_what_was_searched_for_in_vain(client, editor):
    record_questions([("zonnepanelen", 0, NOW)] * 2 + [("gevonden", 3, NOW)])

    html = screen(client, editor)

    assert '<a href="/zoeken/?q=zonnepanelen">zonnepanelen</a> (2 keer, laatst op 23 november 2026)' in html
    assert "/beheer/zoekvragen/" in html
    assert "gevonden" not in html


def test_screen_of_an_editor_has_quick_buttons_and_drafts(client, submit, editor):
    submit("Mijn tekst")

    html = screen(client, editor)

    for word in ("Nieuw verhaal", "Nieuw pilotverslag", "Nieuw inzicht", "Mijn concepten", "Mijn tekst", "Gaten"):
        assert word in html


def test_messages_are_counted_for_who_may_read_them_and_nobody_else(client, front, editor):
    file_suggestion(kind=SuggestionKind.QUESTION, text="Hoe?", member=MemberFactory(), at=NOW)
    guest = MemberFactory()
    guest.user_permissions.add(Permission.objects.get(codename="access_admin"))

    assert ["1 bericht wacht op antwoord" in screen(client, user) for user in (editor, guest)] == [True, False]


def test_screen_of_a_moderator_shows_what_waits_and_no_panel_twice(client, submit, moderator):
    submit("Wacht op een oordeel")

    html = screen(client, moderator)

    assert html.count("Wacht op een oordeel") == 2  # the link, and the name read out at "Preview"
    assert "Nieuw verhaal" not in html


def test_screen_asks_the_same_queries_for_one_and_three_of_each(client, submit, make_story, moderator, editor):
    def fill(number):
        submit(f"Wacht {number}")
        submit(f"Eigen {number}", by=moderator)
        make_story(f"Herzien {number}", review_on=timezone.localdate(), reviewer=editor)
        InsightFactory(parent=InsightIndexPage.objects.get(), title=f"Dun {number}")
        record_questions([(f"vraag {number}", 0, NOW)])

    def count():
        with CaptureQueriesContext(connection) as queries:
            screen(client, moderator)
        return len(queries)

    fill(1)
    count()
    one = count()
    fill(2)
    fill(3)

    assert count() == one
    assert InsightPage.objects.count() == 3
