"""Confidential notes: written by who is inside, removed by their writer, hidden by organisers, reported by anyone."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from events.cohorts.actions.rows import lock_cohort, lock_note, organises, post_all, settle_reports
from events.cohorts.errors import (
    GroupFinished,
    NotAnOrganiser,
    NoteGone,
    NotInGroup,
    NotYourNote,
    OwnNote,
    ReasonMissing,
    StepRefused,
    TooManyNotes,
)
from events.cohorts.mails import note_hidden_mails, report_mails
from events.cohorts.models import Cohort, CohortNote, CohortNoteReport
from events.cohorts.rules import (
    HOUR_SECONDS,
    NOTES_PER_HOUR,
    REPORTS_PER_HOUR,
    NoteDecision,
    decide_writing,
)
from network.members.leaders import leaders_to_tell
from network.models import Member
from portal.shared.audit_log.actions import note as write_line
from portal.shared.conversations.states import PostState, ReportReason, ReportState
from portal.shared.limits.actions import allow

_REFUSED = {NoteDecision.NOT_INSIDE: NotInGroup, NoteDecision.FINISHED: GroupFinished}


def decide_for(*, cohort: Cohort, member: Member) -> NoteDecision:
    """Say whether someone may write in this group now."""
    takes_part = cohort.places.taking_part().filter(member=member).exists()
    return decide_writing(takes_part=takes_part, organises=organises(cohort, member), is_closed=cohort.is_closed)


def write_note(*, cohort: Cohort, member: Member, text: str, token: str, at: datetime) -> CohortNote:
    """Write to the others of the group.

    Parameters:
        cohort: Which.
        member: Who writes.
        text: Plain text, not empty, at most LONGEST_NOTE characters.
        token: Of the form it was typed in; the same form sent twice gives the first note.
        at: Now.

    Raises:
        NotInGroup: They neither take part nor organise.
        GroupFinished: The group is closed.
        TooManyNotes: More than NOTES_PER_HOUR in this hour.
    """
    sent_before = CohortNote.objects.filter(cohort=cohort, member=member, form_token=token)
    first = sent_before.first()
    if first is not None:
        return first
    _require_writing(cohort, member)
    if not allow(name="cohorts.write", who=member.key, limit=NOTES_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyNotes
    with transaction.atomic():
        locked = lock_cohort(cohort)
        first = sent_before.first()
        if first is not None:
            return first
        _require_writing(locked, member)
        return CohortNote.objects.create(cohort=locked, member=member, text=text, form_token=token, created_at=at)


def _require_writing(cohort: Cohort, member: Member) -> None:
    decision = decide_for(cohort=cohort, member=member)
    if decision in _REFUSED:
        raise _REFUSED[decision]


def remove_note(*, note: CohortNote, member: Member, at: datetime) -> CohortNote:
    """Remove one's own note for good; again changes nothing. Who reported it hears that it is gone.

    Raises:
        NotYourNote: Someone else wrote it.
    """
    with transaction.atomic():
        locked = lock_note(note)
        if locked.member_id != member.pk:
            raise NotYourNote
        if locked.state == PostState.REMOVED:
            return locked
        locked.state, locked.text, locked.state_reason = PostState.REMOVED, "", ""
        locked.state_by, locked.state_at = member, at
        locked.save(update_fields=["state", "text", "state_reason", "state_by", "state_at"])
        # Stored, and read by someone else than who removes it.
        with translation.override("nl"):
            answer = _("The writer removed the note.")
        settle_reports(note=locked, state=ReportState.UPHELD, leader=None, answer=answer, at=at)
    return locked


def hide_note(*, note: CohortNote, by: Member, reason: str, at: datetime) -> CohortNote:
    """Hide a note of someone else from the group; its writer hears why and still sees it. Twice is no problem.

    Who reported it hears that something was done; who that was, the organiser never learns.

    Raises:
        NotAnOrganiser: They don't run this meetup.
        OwnNote: They wrote it.
        ReasonMissing: There is no reason.
        NoteGone: It is removed.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        locked = _lock_for_organiser(note, by)
        if locked.state == PostState.HIDDEN:
            return locked
        locked.state, locked.state_reason, locked.state_by, locked.state_at = PostState.HIDDEN, reason.strip(), by, at
        locked.save(update_fields=["state", "state_reason", "state_by", "state_at"])
        settle_reports(note=locked, state=ReportState.UPHELD, leader=by, answer=locked.state_reason, at=at)
        write_line("moderation.hidden", about=("cohort_note", locked.key), by=by.key, at=at)
        post_all(note_hidden_mails(note=locked, at=at), at=at)
    return locked


def show_note(*, note: CohortNote, by: Member, at: datetime) -> CohortNote:
    """Show again what an organiser of this group hid; what a conversation leader hid, a leader shows.

    Raises:
        NotAnOrganiser: They don't run this meetup.
        OwnNote: They wrote it.
        NoteGone: It is removed.
        StepRefused: A conversation leader decided on it.
    """
    with transaction.atomic():
        locked = _lock_for_organiser(note, by)
        if locked.state == PostState.VISIBLE:
            return locked
        if locked.state_by is not None and not organises(locked.cohort, locked.state_by):
            raise StepRefused
        locked.state, locked.state_reason, locked.state_by, locked.state_at = PostState.VISIBLE, "", by, at
        locked.save(update_fields=["state", "state_reason", "state_by", "state_at"])
        write_line("moderation.restored", about=("cohort_note", locked.key), by=by.key, at=at)
    return locked


def _lock_for_organiser(note: CohortNote, by: Member) -> CohortNote:
    locked = lock_note(note)
    if not organises(locked.cohort, by):
        raise NotAnOrganiser
    if locked.member_id == by.pk:
        raise OwnNote
    if locked.state == PostState.REMOVED:
        raise NoteGone
    return locked


def report_note(*, note: CohortNote, member: Member, reason: ReportReason, text: str, at: datetime) -> CohortNoteReport:
    """Report a note to the conversation leaders, once per member; again gives the first report.

    Parameters:
        note: One that the member reads.
        member: Who reports; the writer and the organisers never learn it.
        reason: What is wrong.
        text: In a few words; may be empty.
        at: Now.

    Raises:
        NotInGroup: They neither take part nor organise.
        OwnNote: They wrote it.
        NoteGone: It is hidden or removed already.
        TooManyNotes: More than REPORTS_PER_HOUR in this hour.
    """
    if decide_for(cohort=note.cohort, member=member) is NoteDecision.NOT_INSIDE:
        raise NotInGroup
    if not allow(name="cohorts.report", who=member.key, limit=REPORTS_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyNotes
    with transaction.atomic():
        locked = lock_note(note)
        if locked.member_id == member.pk:
            raise OwnNote
        known = locked.reports.filter(reporter=member).first()
        if known is not None:
            return known
        if locked.state != PostState.VISIBLE:
            raise NoteGone
        report = CohortNoteReport.objects.create(note=locked, reporter=member, reason=reason, text=text, created_at=at)
        # A leader who wrote the note can't decide on it, and should not read who reported it.
        leaders = [leader for leader in leaders_to_tell() if leader.pk != locked.member_id]
        post_all(report_mails(note=locked, report=report, leaders=leaders), at=at)
    return report
