"""What an exchange says of an insight: proposed by one, released by both, accepted by an editor, taken back."""

import pytest

from events.reflections.actions import propose_finding, release_finding, take_back_finding
from events.reflections.errors import (
    AnotherFinding,
    InsightGone,
    NamesInSentence,
    NotOpenYet,
    StepRefused,
    TooManyFindings,
)
from events.reflections.evidence import FINDING_SOURCE
from events.reflections.models import ReflectionFinding
from events.reflections.rules import MOST_FINDINGS
from events.reflections.states import Verdict
from events.reflections.todos import REFLECTION_TODOS
from portal.shared.outbox.models import OutboxMail
from portal.shared.registries.crossings import insight_desks
from stories.errors import OwnEvidenceRefused
from stories.insights.actions import accept_evidence
from stories.insights.models import Evidence
from stories.insights.states import EvidenceState
from stories.insights.sums import with_sources
from tests.events.reflections.conftest import LATER, NOW, looks, write_and_hand_in
from tests.factories.stories import InsightFactory
from tests.todos import todos_of

pytestmark = pytest.mark.django_db

SENTENCE = "De collega die meeliep, vroeg pas in de pauze wat hij echt wilde weten."


@pytest.fixture
def insight(portal):
    return InsightFactory(parent=portal.insights, title="Loop een dag mee")


def propose(placement, member, insight, sentence=SENTENCE, verdict=Verdict.SUPPORTS, at=NOW):
    return propose_finding(
        placement=placement, member=member, insight_key=str(insight.pk), verdict=verdict, sentence=sentence, at=at
    )


def release(finding, member, at=LATER):
    row = ReflectionFinding.objects.get(pk=finding.pk)
    return release_finding(finding=row, member=member, seen=row.version, at=at)


@pytest.fixture
def released(opened, guest, host, insight):
    return release(propose(opened, guest, insight), host)


def test_one_proposes_and_the_other_is_asked(opened, guest, host, insight):
    finding = propose(opened, guest, insight)

    assert not finding.is_released
    assert not Evidence.objects.exists()
    assert OutboxMail.objects.get(purpose="events.reflection_finding_asked").to == host.email
    assert [item.key for item in todos_of(REFLECTION_TODOS, host, at=NOW)] == [f"finding:{finding.key}"]
    assert todos_of(REFLECTION_TODOS, guest, at=NOW) == []


def test_once_both_released_it_the_editors_read_it_without_names(released, guest, host, insight, editor):
    row = Evidence.objects.get()
    assert (row.state, row.why, row.verdict) == (EvidenceState.PROPOSED, SENTENCE, "supports")
    assert (row.source_kind, row.source_key, row.proposed_by) == ("reflection", released.key, None)

    accept_evidence(evidence=row, editor=editor, at=LATER)

    [shown] = with_sources(Evidence.objects.accepted())
    placement = released.placement
    assert shown.source.institution_ids == (placement.guest_institution_id, placement.host_institution_id)
    assert (shown.source.happened_on, shown.source.is_public) == (placement.last_day_on, True)
    assert "Gijs" not in shown.source.title
    insight.standing_row.refresh_from_db()
    assert (insight.standing_row.supports, insight.standing_row.schools) == (1, 2)


def test_nobody_accepts_what_they_said_themselves(released, host):
    with pytest.raises(OwnEvidenceRefused):
        accept_evidence(evidence=Evidence.objects.get(), editor=host, at=LATER)
    assert Evidence.objects.get().state == EvidenceState.PROPOSED


def test_taking_a_release_back_withdraws_the_evidence(released, guest, host, editor, insight):
    accept_evidence(evidence=Evidence.objects.get(), editor=editor, at=LATER)

    left = take_back_finding(finding=released, member=guest, at=LATER)

    assert Evidence.objects.get().state == EvidenceState.WITHDRAWN
    assert with_sources(Evidence.objects.all()) == []
    insight.standing_row.refresh_from_db()
    assert insight.standing_row.schools == 0
    assert take_back_finding(finding=left, member=host, at=LATER) is None
    assert not ReflectionFinding.objects.exists()


def test_released_again_it_waits_for_the_editors_again(released, guest, editor):
    accept_evidence(evidence=Evidence.objects.get(), editor=editor, at=LATER)
    take_back_finding(finding=released, member=guest, at=LATER)

    release(released, guest)

    assert Evidence.objects.get().state == EvidenceState.PROPOSED


def test_other_words_need_the_other_one_again(released, guest, host, insight):
    changed = propose(released.placement, host, insight, sentence="Het hielp half.", verdict=Verdict.PARTLY, at=LATER)

    assert (changed.pk, changed.is_released) == (released.pk, False)
    assert Evidence.objects.get().state == EvidenceState.WITHDRAWN
    with pytest.raises(AnotherFinding):
        release_finding(finding=changed, member=guest, seen=released.version, at=LATER)
    release(changed, guest)
    assert (Evidence.objects.get().why, Evidence.objects.get().state) == ("Het hielp half.", EvidenceState.PROPOSED)


def test_the_same_words_of_the_other_one_are_a_yes(opened, guest, host, insight):
    propose(opened, guest, insight)

    assert propose(opened, host, insight, at=LATER).is_released
    assert Evidence.objects.count() == 1


def test_names_of_the_two_stay_out_of_it(opened, guest, insight):
    for sentence in ("Hanna liet het zien.", "Meneer Gast vroeg door."):
        with pytest.raises(NamesInSentence):
            propose(opened, guest, insight, sentence=sentence)
    assert not ReflectionFinding.objects.exists()


def test_only_an_insight_that_everyone_reads_and_only_a_few(opened, guest, portal, insight):
    draft = InsightFactory(parent=portal.insights, live=False)
    with pytest.raises(InsightGone):
        propose(opened, guest, draft)
    for _number in range(MOST_FINDINGS):
        propose(opened, guest, InsightFactory(parent=portal.insights))
    with pytest.raises(TooManyFindings):
        propose(opened, guest, insight)


def test_it_waits_until_both_can_read_and_is_theirs_alone(placement, guest, host, insight, coach, team):
    with pytest.raises(NotOpenYet):
        propose(placement, guest, insight)
    write_and_hand_in(placement, guest)
    write_and_hand_in(placement, host)
    finding = propose(placement, guest, insight)
    for stranger in (coach, team):
        with pytest.raises(StepRefused):
            release(finding, stranger)
        with pytest.raises(StepRefused):
            take_back_finding(finding=finding, member=stranger, at=LATER)


def test_a_source_that_is_not_released_by_both_is_not_public(opened, guest, insight):
    finding = propose(opened, guest, insight)

    assert FINDING_SOURCE.find([finding.key, "weg"]) == {finding.key: FINDING_SOURCE.find([finding.key])[finding.key]}
    assert not FINDING_SOURCE.find([finding.key])[finding.key].is_public


def test_insights_are_found_by_words(portal, insight, guest):
    InsightFactory(parent=portal.insights, title="Iets anders", lead="Over tijd.")
    InsightFactory(parent=portal.insights, title="Loop verborgen", live=False)
    [desk] = insight_desks
    viewer = looks(guest)

    assert [each.title for each in desk.choices("dag loop", viewer)] == ["Loop een dag mee"]
    assert [each.title for each in desk.choices("tijd", viewer)] == ["Iets anders"]
    assert len(desk.choices("", viewer)) == 2
    assert desk.find([str(insight.pk), "x", "9" * 30, "²"]).keys() == {str(insight.pk)}
