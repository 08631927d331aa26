"""What conversation leaders decide. Nobody decides on what they wrote themselves."""

from datetime import datetime

from django.db import transaction

from network.initiative_threads.actions.rows import lock_message, lock_thread, settle_reports
from network.initiative_threads.errors import LeadersOnly, MessageMoveRefused, OwnMessage
from network.initiative_threads.mails import decided_mails
from network.initiative_threads.models import InitiativeMessage, InitiativeThreadClosed
from network.initiatives.models import Initiative
from network.members.leaders import is_leader
from network.members.models import Member
from portal.shared.audit_log.actions import note
from portal.shared.conversations.states import POST_MOVES, PostState, ReportState
from portal.shared.outbox.actions import post

_LINES = {
    PostState.HIDDEN: "moderation.hidden",
    PostState.REMOVED: "moderation.removed",
    PostState.VISIBLE: "moderation.restored",
}


def _lock_for(message: InitiativeMessage, leader: Member) -> InitiativeMessage:
    if not is_leader(leader):
        raise LeadersOnly
    locked = lock_message(message)
    if locked.member_id == leader.pk:
        raise OwnMessage
    return locked


def decide_message(
    *, message: InitiativeMessage, leader: Member, state: PostState, reason: str, at: datetime
) -> InitiativeMessage:
    """Hide a message, remove it for good, or show a hidden one again; the writer hears it with the reason.

    Parameters:
        message: Which.
        leader: A conversation leader.
        state: HIDDEN, REMOVED (its text is wiped) or VISIBLE (again).
        reason: What the writer and those who reported read; without names.
        at: Now.

    Raises:
        LeadersOnly: The one who decides is no conversation leader.
        OwnMessage: The leader wrote it.
        MessageMoveRefused: There is no way from its state to this one.
    """
    with transaction.atomic():
        locked = _lock_for(message, leader)
        if state not in POST_MOVES[PostState(locked.state)]:
            raise MessageMoveRefused
        locked.state, locked.state_by, locked.state_at = state, leader, at
        locked.state_reason = "" if state is PostState.VISIBLE else reason
        if state is PostState.REMOVED:
            locked.text = ""
        locked.save(update_fields=["state", "state_by", "state_at", "state_reason", "text"])
        if state is not PostState.VISIBLE:
            settle_reports(message=locked, state=ReportState.UPHELD, leader=leader, answer=reason, at=at)
        note(_LINES[state], about=("initiative_message", locked.key), by=leader.key, at=at)
        for mail in decided_mails(message=locked, at=at):
            post(mail, at=at)
    return locked


def dismiss_reports(*, message: InitiativeMessage, leader: Member, answer: str, at: datetime) -> int:
    """Leave a message as it is, and tell those who reported it why; give the number of reports that were open.

    Raises:
        LeadersOnly, OwnMessage: As for decide_message.
    """
    with transaction.atomic():
        locked = _lock_for(message, leader)
        note("moderation.dismissed", about=("initiative_message", locked.key), by=leader.key, at=at)
        return settle_reports(message=locked, state=ReportState.DISMISSED, leader=leader, answer=answer, at=at)


def close_thread(*, initiative: Initiative, leader: Member, reason: str, at: datetime) -> InitiativeThreadClosed:
    """Let nobody write in a conversation any more; what stands there stays. Again only changes the reason.

    Raises:
        LeadersOnly: The one who closes is no conversation leader.
    """
    if not is_leader(leader):
        raise LeadersOnly
    with transaction.atomic():
        lock_thread(initiative)
        closed, _made = InitiativeThreadClosed.objects.update_or_create(
            initiative=initiative,
            defaults={"reason": reason},
            create_defaults={"reason": reason, "closed_by": leader, "at": at},
        )
        note("moderation.closed", about=("initiative", initiative.key), by=leader.key, at=at)
    return closed


def open_thread(*, initiative: Initiative, leader: Member) -> bool:
    """Let people write again; False when it was open already.

    Raises:
        LeadersOnly: The one who opens is no conversation leader.
    """
    if not is_leader(leader):
        raise LeadersOnly
    with transaction.atomic():
        lock_thread(initiative)
        deleted, _per_model = InitiativeThreadClosed.objects.filter(initiative=initiative).delete()
        if deleted:
            note("moderation.opened", about=("initiative", initiative.key), by=leader.key)
    return bool(deleted)
