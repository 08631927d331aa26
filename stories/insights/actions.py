"""Writes of insights: evidence, what schools recognise, what they re-used; and the standing that follows from it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from network.models import Institution, Member
from portal.shared.audit_log.actions import note
from portal.shared.erasing.actions import unsign
from portal.shared.pages.listeners import pages_changed
from portal.shared.registries.crossings import evidence_hands
from stories.errors import EvidenceExists, EvidenceMoveRefused, OwnEvidenceRefused
from stories.insights.models import Evidence, InsightPage, InsightStanding, Recognition, Reuse
from stories.insights.rules import StandingSum, judge_standing
from stories.insights.states import (
    EVIDENCE_MOVES,
    VERDICT_OF_REUSE,
    Answer,
    EvidenceState,
    ReuseResult,
    SourceKind,
    Verdict,
)
from stories.insights.sums import as_fact, schools_per_answer, with_sources


def refresh_standings(*, insight_ids: Collection[int], at: datetime) -> int:
    """Compute the standing of these insights anew, and tell the lists and the index about those that changed.

    Parameters:
        insight_ids: Which insights; ids that are gone are ignored.
        at: Now; ageing counts Dutch days.

    Returns:
        The number of standings that changed.

    Source: DECISIONS 6, 19.
    """
    with transaction.atomic():
        # Two editors who accept evidence at the same time must not both compute from the old rows (DECISIONS 3).
        locked = list(
            InsightPage.objects.select_for_update(of=("self",))
            .filter(pk__in=insight_ids)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        rows = with_sources(Evidence.objects.accepted().filter(insight__in=locked))
        recognised = schools_per_answer(locked)
        known = {row.insight_id: row for row in InsightStanding.objects.filter(insight__in=locked)}
        changed = []
        for pk in locked:
            total = judge_standing(
                (as_fact(row) for row in rows if row.evidence.insight_id == pk),
                recognising_schools=recognised.get(pk, {}).get(Answer.YES, 0),
                on=timezone.localdate(at),
            )
            if _store(pk, total, known.get(pk), at):
                changed.append(pk)
        if changed:
            pages_changed(changed)
    return len(changed)


def _store(insight_id: int, total: StandingSum, row: InsightStanding | None, at: datetime) -> bool:
    values = {
        "standing": total.standing,
        "supports": total.supports,
        "partly": total.partly,
        "contradicts": total.contradicts,
        "schools": total.schools,
        "pilots": total.pilots,
        "recognising_schools": total.recognising_schools,
        "newest_on": total.newest_on,
    }
    if row and all(getattr(row, name) == value for name, value in values.items()):
        return False
    InsightStanding.objects.update_or_create(insight_id=insight_id, defaults={**values, "computed_at": at})
    return True


def refresh_all_standings(*, at: datetime) -> int:
    """Compute every standing anew; the nightly job, for ageing (DECISIONS 6)."""
    return refresh_standings(insight_ids=list(InsightPage.objects.values_list("pk", flat=True)), at=at)


def refresh_after_pages(page_ids: Iterable[int]) -> None:
    """A source appeared or went away: compute the standings that rest on it. Called inside the change's transaction."""
    keys = [str(pk) for pk in page_ids]
    touched = Evidence.objects.filter(
        source_kind__in=[SourceKind.STORY, SourceKind.PILOT], source_key__in=keys
    ).values_list("insight_id", flat=True)
    insight_ids = set(touched)
    if insight_ids:
        refresh_standings(insight_ids=insight_ids, at=timezone.now())


def propose_evidence(
    *,
    insight: InsightPage,
    source_kind: SourceKind,
    source_key: str,
    verdict: Verdict,
    why: str,
    at: datetime,
    member: Member | None = None,
) -> Evidence:
    """Say what a source shows of an insight; it counts once an editor accepts it.

    Returns:
        The proposed evidence.

    Raises:
        EvidenceExists: This source already says something of this insight.
    """
    try:
        with transaction.atomic():
            return Evidence.objects.create(
                insight=insight,
                source_kind=source_kind,
                source_key=source_key,
                verdict=verdict,
                why=why,
                proposed_by=member,
                created_at=at,
            )
    except IntegrityError as error:
        raise EvidenceExists from error


def _decide(*, evidence: Evidence, state: EvidenceState, editor: Member, at: datetime) -> Evidence:
    with transaction.atomic():
        locked = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
        if state not in EVIDENCE_MOVES[EvidenceState(locked.state)]:
            raise EvidenceMoveRefused
        if state is EvidenceState.ACCEPTED and _is_own(locked, editor):
            raise OwnEvidenceRefused
        locked.state, locked.decided_by, locked.decided_at = state, editor, at
        locked.save(update_fields=["state", "decided_by", "decided_at"])
        refresh_standings(insight_ids=[locked.insight_id], at=at)
        kind = "evidence.accepted" if state is EvidenceState.ACCEPTED else "evidence.withdrawn"
        note(kind, about=("evidence", str(locked.pk)), by=editor.key, at=at)
    return locked


def _is_own(evidence: Evidence, editor: Member) -> bool:
    if evidence.proposed_by_id == editor.pk:
        return True
    kind = evidence.source_kind
    return kind in evidence_hands and evidence_hands.get(kind).has_hand(evidence.source_key, editor.key)


def propose_for_source(
    *,
    insight: InsightPage,
    source_kind: SourceKind,
    source_key: str,
    verdict: Verdict,
    why: str,
    at: datetime,
    member: Member | None = None,
) -> Evidence:
    """Say what a source shows of an insight, or say it anew after it changed or was withdrawn.

    Parameters:
        member: Who says it; None where nobody is to be named.

    Returns:
        The evidence; the same words twice change nothing, other words wait for an editor again.
    """
    with transaction.atomic():
        row = Evidence.objects.filter(insight=insight, source_kind=source_kind, source_key=source_key).first()
        row = row or Evidence(insight=insight, source_kind=source_kind, source_key=source_key)
        if row.pk and (row.verdict, row.why) == (verdict, why) and row.state != EvidenceState.WITHDRAWN:
            return row
        row.verdict, row.why, row.state = verdict, why, EvidenceState.PROPOSED
        row.proposed_by, row.decided_by, row.decided_at, row.created_at = member, None, None, at
        row.save()
        refresh_standings(insight_ids=[insight.pk], at=at)
    return row


def withdraw_for_source(*, source_kind: SourceKind, source_key: str, at: datetime) -> int:
    """Let what a source said no longer count, because the people behind it took it back; the row stays.

    Returns:
        Number of rows that counted or waited until now.
    """
    with transaction.atomic():
        rows = Evidence.objects.filter(source_kind=source_kind, source_key=source_key)
        rows = rows.exclude(state=EvidenceState.WITHDRAWN)
        insight_ids = list(rows.values_list("insight_id", flat=True))
        changed = rows.update(state=EvidenceState.WITHDRAWN, decided_by=None, decided_at=at)
        refresh_standings(insight_ids=insight_ids, at=at)
    return changed


def accept_evidence(*, evidence: Evidence, editor: Member, at: datetime) -> Evidence:
    """Let a piece of evidence count. Nobody accepts what they proposed.

    Raises:
        EvidenceMoveRefused: It was accepted already.
        OwnEvidenceRefused: The editor proposed it, or has a hand in the source.
    """
    return _decide(evidence=evidence, state=EvidenceState.ACCEPTED, editor=editor, at=at)


def withdraw_evidence(*, evidence: Evidence, editor: Member, at: datetime) -> Evidence:
    """Let a piece of evidence no longer count; the row stays, so that it can be seen what happened.

    Raises:
        EvidenceMoveRefused: It was withdrawn already.
    """
    return _decide(evidence=evidence, state=EvidenceState.WITHDRAWN, editor=editor, at=at)


def recognise(
    *, insight: InsightPage, member: Member, institution: Institution, answer: Answer, at: datetime, sentence: str = ""
) -> Recognition:
    """Answer "Herken je dit?" for one's own school, or change that answer.

    Parameters:
        sentence: Optional; only editors read it (DECISIONS 16).

    Returns:
        The member's one answer.
    """
    with transaction.atomic():
        row, _made = Recognition.objects.update_or_create(
            insight=insight,
            member=member,
            defaults={"institution": institution, "answer": answer, "sentence": sentence, "changed_at": at},
        )
        refresh_standings(insight_ids=[insight.pk], at=at)
    return row


def take_back_recognition(*, insight: InsightPage, member: Member, at: datetime) -> None:
    """Remove one's answer; without an answer it changes nothing."""
    with transaction.atomic():
        Recognition.objects.filter(insight=insight, member=member).delete()
        refresh_standings(insight_ids=[insight.pk], at=at)


def record_reuse(
    *,
    page,
    institution: Institution,
    member: Member,
    result: ReuseResult,
    happened_on: date,
    at: datetime,
    changes: str = "",
) -> Reuse:
    """Record that a school did what a story or insight describes, or change what it said earlier.

    On an insight it also becomes proposed evidence, which counts once an editor accepts it; other words about it are
    read anew before they count, the same words sent again change nothing.

    Parameters:
        page: The CoachStoryPage, PilotReportPage or InsightPage.
        changes: What the school did differently; also the sentence of the evidence.

    Returns:
        The school's one row for this page.
    """
    with transaction.atomic():
        reuse, _made = Reuse.objects.update_or_create(
            page_id=page.pk,
            institution=institution,
            defaults={
                "member": member,
                "result": result,
                "changes": changes,
                "happened_on": happened_on,
            },
        )
        if isinstance(page, InsightPage):
            propose_for_source(
                insight=page,
                source_kind=SourceKind.REUSE,
                source_key=reuse.key,
                verdict=VERDICT_OF_REUSE[result],
                why=changes[:300],
                member=member,
                at=at,
            )
            # The same words may be about another day.
            refresh_standings(insight_ids=[page.pk], at=at)
    return reuse


def erase_voice(*, member_key: str, at: datetime) -> int:
    """Take a person out of what schools said of insights, inside the caller's transaction.

    Answers go; what a school did, and the evidence, stay without the person and without their own name in it.

    Parameters:
        member_key: Who leaves; the row still exists.
        at: Now.

    Returns:
        Number of rows changed or deleted; 0 when called again.

    Source: DECISIONS 7, 16.
    """
    member = Member.objects.filter(key=member_key).first()
    if member is None:
        return 0
    names = [member.name, member.email, f"{member.name_prefix} {member.family_name}", member.family_name]
    with transaction.atomic():
        own = Recognition.objects.filter(member=member)
        insight_ids = set(own.values_list("insight_id", flat=True))
        changed = own.delete()[0]
        changed += unsign(Reuse.objects.filter(member=member), who="member", texts=["changes"], names=names)
        changed += unsign(Evidence.objects.filter(proposed_by=member), who="proposed_by", texts=["why"], names=names)
        changed += Evidence.objects.filter(decided_by=member).update(decided_by=None)
        refresh_standings(insight_ids=insight_ids, at=at)
    return changed
