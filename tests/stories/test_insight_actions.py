"""Evidence changes the standing everywhere, at once, and only when it counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.models import Institution
from stories.errors import EvidenceExists, EvidenceMoveRefused, OwnEvidenceRefused
from stories.insights.actions import (
    accept_evidence,
    propose_evidence,
    recognise,
    record_reuse,
    refresh_all_standings,
    refresh_standings,
    take_back_recognition,
    withdraw_evidence,
)
from stories.insights.models import Evidence, InsightStanding, Recognition
from stories.insights.states import Answer, EvidenceState, ReuseResult, SourceKind, Verdict
from stories.models import CoachStoryPage, InsightPage
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.factories.stories import CoachStoryFactory, InsightFactory, PilotReportFactory, RouteFactory

NOW = timezone.now()


@pytest.fixture
def insight(portal):
    return InsightFactory(parent=portal.insights)


def story(portal, **fields):
    school = fields.pop("institution", None) or InstitutionFactory()
    return CoachStoryFactory(parent=portal.stories, institution=school, first_published_at=NOW, **fields)


def pilot(portal, **fields):
    return PilotReportFactory(parent=portal.pilots, institution=InstitutionFactory(), first_published_at=NOW, **fields)


def propose(insight, page, *, kind=SourceKind.STORY, verdict=Verdict.SUPPORTS, **fields):
    return propose_evidence(
        insight=insight,
        source_kind=kind,
        source_key=str(page.pk),
        verdict=verdict,
        why="Zo ging het.",
        at=NOW,
        **fields,
    )


def accepted(insight, page, editor, **fields):
    return accept_evidence(evidence=propose(insight, page, **fields), editor=editor, at=NOW)


def standing(insight):
    return InsightStanding.objects.get(insight=insight).standing


def test_proposed_evidence_does_not_count_yet(portal, insight):
    propose(insight, story(portal))
    refresh_standings(insight_ids=[insight.pk], at=NOW)

    assert standing(insight) == "opkomend"
    assert InsightStanding.objects.get().supports == 0


def test_accepted_evidence_of_two_schools_makes_it_recognised(portal, insight, editor):
    accepted(insight, story(portal), editor)
    accepted(insight, story(portal), editor)

    assert standing(insight) == "herkend"


def test_evidence_flips_the_standing_on_page_and_list(portal, insight, editor, client):
    accepted(insight, pilot(portal), editor, kind=SourceKind.PILOT)
    assert "getoetst" in client.get("/wat-werkt/").content.decode()

    accepted(insight, story(portal), editor, verdict=Verdict.CONTRADICTS)

    assert "omstreden" in client.get("/wat-werkt/").content.decode()
    assert "Omstreden" in client.get(insight.url).content.decode()


def test_evidence_from_a_page_that_goes_offline_stops_counting(portal, insight, editor):
    source = story(portal)
    accepted(insight, source, editor)
    accepted(insight, story(portal), editor)
    assert standing(insight) == "herkend"

    source.unpublish()

    assert standing(insight) == "opkomend"


def test_evidence_without_a_day_of_publication_does_not_count(portal, insight, editor):
    undated = CoachStoryFactory(parent=portal.stories, institution=InstitutionFactory(), first_published_at=None)

    accepted(insight, undated, editor)

    assert standing(insight) == "opkomend"


def test_withdrawn_evidence_stops_counting_and_stays_on_record(portal, insight, editor):
    evidence = accepted(insight, pilot(portal), editor, kind=SourceKind.PILOT)

    withdraw_evidence(evidence=evidence, editor=editor, at=NOW)

    assert standing(insight) == "opkomend"
    assert Evidence.objects.get().state == EvidenceState.WITHDRAWN


def test_nobody_accepts_their_own_evidence(portal, insight, editor):
    evidence = propose(insight, story(portal), member=editor)

    with pytest.raises(OwnEvidenceRefused):
        accept_evidence(evidence=evidence, editor=editor, at=NOW)


def test_a_decision_is_made_once(portal, insight, editor):
    evidence = accepted(insight, story(portal), editor)

    with pytest.raises(EvidenceMoveRefused):
        accept_evidence(evidence=evidence, editor=editor, at=NOW)


def test_a_source_speaks_once_of_an_insight(portal, insight):
    source = story(portal)
    propose(insight, source)

    with pytest.raises(EvidenceExists):
        propose(insight, source, verdict=Verdict.CONTRADICTS)


def test_publishing_an_old_draft_of_an_insight_keeps_its_standing(portal, insight, editor, moderator):
    revision = insight.save_revision(user=editor)
    accepted(insight, pilot(portal), editor, kind=SourceKind.PILOT)

    revision.publish(user=moderator, skip_permission_checks=True)

    assert standing(insight) == "getoetst"
    assert Evidence.objects.count() == 1


def test_old_evidence_ages_by_the_nightly_job(portal, insight, editor):
    accepted(insight, pilot(portal), editor, kind=SourceKind.PILOT)

    changed = refresh_all_standings(at=NOW + timedelta(days=37 * 31))

    assert (changed, standing(insight)) == (1, "verouderd")


def test_recognition_counts_schools_and_can_be_taken_back(portal, insight, editor):
    accepted(insight, story(portal), editor)
    members = [MemberFactory() for _ in range(3)]
    for member in members:
        recognise(insight=insight, member=member, institution=InstitutionFactory(), answer=Answer.YES, at=NOW)
    assert standing(insight) == "herkend"

    take_back_recognition(insight=insight, member=members[0], at=NOW)

    assert standing(insight) == "opkomend"


def test_recognition_is_one_answer_per_member(portal, insight, coach):
    school = InstitutionFactory()
    recognise(insight=insight, member=coach, institution=school, answer=Answer.YES, at=NOW)
    recognise(insight=insight, member=coach, institution=school, answer=Answer.NO, at=NOW)

    assert list(Recognition.objects.values_list("answer", flat=True)) == ["no"]


def test_reuse_of_an_insight_waits_for_an_editor(portal, insight, coach, editor):
    school = InstitutionFactory()
    reuse = record_reuse(
        page=insight,
        institution=school,
        member=coach,
        result=ReuseResult.WORKED,
        happened_on=NOW.date(),
        changes="Wij deden het per team.",
        at=NOW,
    )
    evidence = Evidence.objects.get(source_kind=SourceKind.REUSE, source_key=reuse.key)
    assert (evidence.state, evidence.verdict) == (EvidenceState.PROPOSED, Verdict.SUPPORTS)

    accept_evidence(evidence=evidence, editor=editor, at=NOW)

    row = InsightStanding.objects.get(insight=insight)
    assert (row.supports, row.schools) == (1, 1)


def test_changed_reuse_is_read_again_before_it_counts(portal, insight, coach, editor):
    school = InstitutionFactory()
    fields = {"page": insight, "institution": school, "member": coach, "happened_on": NOW.date(), "at": NOW}
    record_reuse(result=ReuseResult.WORKED, changes="Goed.", **fields)
    accept_evidence(evidence=Evidence.objects.get(), editor=editor, at=NOW)

    record_reuse(result=ReuseResult.FAILED, changes="Toch niet.", **fields)

    evidence = Evidence.objects.get()
    assert (evidence.state, evidence.verdict) == (EvidenceState.PROPOSED, Verdict.CONTRADICTS)
    assert InsightStanding.objects.get().supports == 0


@pytest.mark.parametrize("path", ["/wat-werkt/", "/verhalen/", "/pilots/", "/aan-de-slag/"])
def test_list_asks_the_same_queries_for_one_row_and_for_three(portal, client, path):
    factories = {
        "/wat-werkt/": lambda: InsightFactory(parent=portal.insights),
        "/verhalen/": lambda: story(portal, institution=Institution.objects.first() or InstitutionFactory()),
        "/pilots/": lambda: PilotReportFactory(parent=portal.pilots),
        "/aan-de-slag/": lambda: RouteFactory(parent=portal.routes),
    }

    def queries():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    factories[path]()
    with_one = queries()
    factories[path]()
    factories[path]()

    assert (queries(), with_one <= 12) == (with_one, True)


def test_hidden_texts_count_in_no_filter(portal, client):
    story(portal, title="Zichtbaar", sector="groen")
    story(portal, title="Geheim concept", sector="techniek", live=False)

    page = client.get("/verhalen/").content.decode()

    assert "Zichtbaar" in page
    assert "Geheim concept" not in page
    assert "?sector=techniek" not in page
    assert "?sector=groen" in page


def test_unknown_filters_and_pages_are_ignored(portal, client):
    story(portal, title="Zichtbaar")

    response = client.get("/verhalen/?thema=bestaat-niet&sector=%00&pagina=999&volgorde=x&stap=99")

    assert response.status_code == 200
    assert "Zichtbaar" in response.content.decode()


def test_visitors_and_prospects_cannot_answer_for_a_school(portal, insight, client, stranger):
    address = f"/wat-werkt/{insight.pk}/herken-je-dit/"
    assert client.post(address, {"answer": "yes"}).status_code == 302
    client.force_login(stranger)
    assert client.post(address, {"answer": "yes"}).status_code == 403

    assert Recognition.objects.count() == 0


def test_hidden_insight_answers_like_a_missing_one(portal, client, coach):
    hidden = InsightFactory(parent=portal.insights, live=False)
    client.force_login(coach)

    assert client.get(f"/wat-werkt/{hidden.pk}/herken-je-dit/").status_code == 404
    assert client.get("/wat-werkt/999999/herken-je-dit/").status_code == 404
    assert client.get(f"/ook-gedaan/{hidden.pk}/").status_code == 404


def test_models_know_their_words(portal, insight):
    assert InsightPage.objects.get(pk=insight.pk).word_count() == 4
    assert CoachStoryPage(lead="x").word_count() == 0


def test_reuse_sent_again_in_the_same_words_goes_on_counting(portal, insight, coach, editor):
    fields = {"page": insight, "institution": InstitutionFactory(), "result": ReuseResult.WORKED, "changes": "Goed."}
    record_reuse(member=coach, happened_on=NOW.date(), at=NOW, **fields)
    accept_evidence(evidence=Evidence.objects.get(), editor=editor, at=NOW)

    record_reuse(member=coach, happened_on=NOW.date() - timedelta(days=1), at=NOW, **fields)

    row = InsightStanding.objects.get()
    assert (Evidence.objects.get().state, row.supports) == (EvidenceState.ACCEPTED, 1)
    assert row.newest_on == NOW.date() - timedelta(days=1)


def test_answer_of_someone_who_moved_counts_for_where_they_work_now(portal, insight, client, coach):
    former = AffiliationFactory(member=coach, ends_on=timezone.localdate() - timedelta(days=1)).institution
    recognise(insight=insight, member=coach, institution=former, answer=Answer.NO, at=NOW)
    school = AffiliationFactory(member=coach).institution
    client.force_login(coach)

    client.post(f"/wat-werkt/{insight.pk}/herken-je-dit/", {"answer": "yes"})

    assert Recognition.objects.values_list("institution", "answer").get() == (school.pk, "yes")
