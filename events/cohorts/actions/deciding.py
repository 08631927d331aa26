"""What conversation leaders decide on a reported note. Nobody decides on what they wrote themselves."""

from datetime import datetime

from django.db import transaction

from events.cohorts.actions.rows import lock_note, post_all, settle_reports
from events.cohorts.errors import LeadersOnly, NoteGone, OwnNote, StepRefused
from events.cohorts.mails import decided_mails
from events.cohorts.models import CohortNote
from network.members.leaders import is_leader
from network.models import Member
from portal.shared.audit_log.actions import note as write_line
from portal.shared.conversations.states import POST_MOVES, PostState, ReportState

_LINES = {
    PostState.HIDDEN: "moderation.hidden",
    PostState.REMOVED: "moderation.removed",
    PostState.VISIBLE: "moderation.restored",
}


def _lock_for(note: CohortNote, leader: Member) -> CohortNote:
    if not is_leader(leader):
        raise LeadersOnly
    locked = lock_note(note)
    if not locked.reports.exists():
        # Nobody reported it, so it is not theirs to read.
        raise NoteGone
    if locked.member_id == leader.pk:
        raise OwnNote
    return locked


def decide_note(*, note: CohortNote, leader: Member, state: PostState, reason: str, at: datetime) -> CohortNote:
    """Hide a reported note, remove it for good, or show a hidden one again; the writer hears it with the reason.

    Parameters:
        note: Which.
        leader: A conversation leader.
        state: HIDDEN, REMOVED (its text is wiped) or VISIBLE (again).
        reason: What the writer and those who reported read; without names.
        at: Now.

    Raises:
        LeadersOnly: The one who decides is no conversation leader.
        NoteGone: It was never reported.
        OwnNote: The leader wrote it.
        StepRefused: There is no way from its state to this one.
    """
    with transaction.atomic():
        locked = _lock_for(note, leader)
        if state not in POST_MOVES[PostState(locked.state)]:
            raise StepRefused
        locked.state, locked.state_by, locked.state_at = state, leader, at
        locked.state_reason = "" if state is PostState.VISIBLE else reason
        if state is PostState.REMOVED:
            locked.text = ""
        locked.save(update_fields=["state", "state_by", "state_at", "state_reason", "text"])
        if state is not PostState.VISIBLE:
            settle_reports(note=locked, state=ReportState.UPHELD, leader=leader, answer=reason, at=at)
        write_line(_LINES[state], about=("cohort_note", locked.key), by=leader.key, at=at)
        post_all(decided_mails(note=locked, at=at), at=at)
    return locked


def dismiss_reports(*, note: CohortNote, leader: Member, answer: str, at: datetime) -> int:
    """Leave a note as it is, and tell those who reported it why; give the number of reports that were open.

    Raises:
        LeadersOnly, NoteGone, OwnNote: As for decide_note.
    """
    with transaction.atomic():
        locked = _lock_for(note, leader)
        write_line("moderation.dismissed", about=("cohort_note", locked.key), by=leader.key, at=at)
        return settle_reports(note=locked, state=ReportState.DISMISSED, leader=leader, answer=answer, at=at)
