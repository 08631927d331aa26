"""What an exchange says of an insight: one proposes it, and once both release it the editors get it as evidence."""

from datetime import datetime

from django.db import transaction

from events.applications.states import Side
from events.placements.models import Placement
from events.reflections.actions.rows import lock_exchange, open_summary, own_side
from events.reflections.errors import AnotherFinding, InsightGone, NamesInSentence, StepRefused, TooManyFindings
from events.reflections.mails import post_finding_asked
from events.reflections.models import ReflectionFinding
from events.reflections.rules import MOST_FINDINGS, names_in
from events.reflections.states import Verdict
from events.reflections.words import other_side
from network.models import Member
from portal.shared.registries.crossings import InsightChoice, insight_desks

SOURCE_KIND = "reflection"


def find_insight(key: str) -> InsightChoice | None:
    """Give an insight that everyone may read, or None."""
    return next((found for desk in insight_desks if (found := desk.find([key]).get(key))), None)


def propose_finding(
    *, placement: Placement, member: Member, insight_key: str, verdict: Verdict, sentence: str, at: datetime
) -> ReflectionFinding:
    """Say what an exchange shows of an insight, or say it otherwise: then the other one is asked anew.

    Who proposes it releases it with that. The same words twice change nothing.

    Parameters:
        placement: A finished exchange whose reflections are open.
        member: Its guest or host.
        insight_key: As InsightDesk knows it.
        verdict: Supports, partly or contradicts.
        sentence: Why, without names of people.
        at: Now.

    Raises:
        StepRefused, NotOpenYet: As for save_summary.
        InsightGone: Not everyone may read that insight.
        NamesInSentence: The name of one of the two stands in it.
        TooManyFindings: The exchange says something of five insights already.
    """
    insight = find_insight(insight_key)
    if insight is None:
        raise InsightGone
    with transaction.atomic():
        locked = lock_exchange(placement)
        side = own_side(locked, member)
        open_summary(locked)
        if names_in(sentence, _names(locked)):
            raise NamesInSentence
        rows = list(ReflectionFinding.objects.filter(placement=locked))
        finding = next((row for row in rows if row.insight_key == insight_key), None)
        if finding is None and len(rows) >= MOST_FINDINGS:
            raise TooManyFindings
        if finding is not None and (finding.verdict, finding.sentence) == (verdict, sentence):
            return release_finding(finding=finding, member=member, seen=finding.version, at=at)
        if finding is not None and finding.is_released:
            _withdraw(finding, at=at)
        finding = finding or ReflectionFinding(placement=locked, insight_key=insight_key)
        finding.placement, finding.insight_title = locked, insight.title[:200]
        finding.verdict, finding.sentence = verdict, sentence
        finding.proposed_by, finding.proposed_at = side, at
        finding.guest_released_at = finding.host_released_at = None
        _set(finding, side, at)
        finding.save()
        post_finding_asked(finding, other_side(side), at=at)
    return finding


def release_finding(*, finding: ReflectionFinding, member: Member, seen: str, at: datetime) -> ReflectionFinding:
    """Let everyone read what the exchange says of an insight; once both did, the editors get it. Twice is once.

    Parameters:
        finding: Of an exchange of this member.
        member: Guest or host.
        seen: The version that was read.
        at: Now.

    Raises:
        StepRefused: It is gone, or not theirs.
        AnotherFinding: It isn't what was read.
        InsightGone: The insight went meanwhile.
    """
    with transaction.atomic():
        held, side = _lock(finding, member)
        if held.version != seen:
            raise AnotherFinding
        if held.released_at(side) is not None:
            return held
        _set(held, side, at)
        held.save()
        if held.is_released and not hand_over(held, at=at):
            raise InsightGone
    return held


def take_back_finding(*, finding: ReflectionFinding, member: Member, at: datetime) -> ReflectionFinding | None:
    """Take one's release back: it no longer counts as evidence. What nobody releases any more goes.

    Returns:
        The finding; None when it is gone.

    Raises:
        StepRefused: It is not theirs.
    """
    with transaction.atomic():
        held, side = _lock(finding, member)
        if held.is_released:
            _withdraw(held, at=at)
        _set(held, side, None)
        if held.released_at(other_side(side)) is None:
            held.delete()
            return None
        held.save()
    return held


def _lock(finding: ReflectionFinding, member: Member) -> tuple[ReflectionFinding, Side]:
    placement = lock_exchange(finding.placement)
    side = own_side(placement, member)
    held = ReflectionFinding.objects.filter(pk=finding.pk, placement=placement).first()
    if held is None:
        raise StepRefused
    held.placement = placement
    return held, side


def hand_over(finding: ReflectionFinding, *, at: datetime) -> bool:
    """Give the editors a finding that both released, or its newest words; False when the insight is gone."""
    return any(
        desk.propose(
            insight_key=finding.insight_key,
            source_kind=SOURCE_KIND,
            source_key=finding.key,
            verdict=Verdict(finding.verdict),
            why=finding.sentence,
            at=at,
        )
        for desk in insight_desks
    )


def _withdraw(finding: ReflectionFinding, *, at: datetime) -> None:
    for desk in insight_desks:
        desk.withdraw(source_kind=SOURCE_KIND, source_key=finding.key, at=at)


def _set(finding: ReflectionFinding, side: str, at: datetime | None) -> None:
    if side == Side.GUEST:
        finding.guest_released_at = at
    else:
        finding.host_released_at = at


def _names(placement: Placement) -> list[str]:
    members = [member for member in (placement.guest, placement.host) if member is not None]
    return [name for member in members for name in (member.given_name, member.family_name, member.email)]
