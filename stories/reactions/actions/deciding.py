"""What conversation leaders decide on a reaction. Nobody decides on what they wrote themselves."""

from datetime import datetime

from django.db import transaction

from network.members.leaders import is_leader
from network.models import Member
from portal.shared.audit_log.actions import note
from portal.shared.conversations.states import POST_MOVES, PostState, ReportState
from portal.shared.outbox.actions import post
from stories.reactions.actions.rows import lock_reaction
from stories.reactions.actions.settling import settle_reports
from stories.reactions.errors import LeadersOnly, OwnReactionJudged, ReactionMoveRefused
from stories.reactions.mails import decision_mail
from stories.reactions.models import Reaction, ReactionReport


def _lock_for(reaction: Reaction, leader: Member) -> Reaction:
    if not is_leader(leader):
        raise LeadersOnly
    locked = lock_reaction(reaction)
    if locked.member_id == leader.pk:
        raise OwnReactionJudged
    return locked


def _move(*, locked: Reaction, state: PostState, leader: Member, reason: str, at: datetime) -> None:
    if state not in POST_MOVES[PostState(locked.state)]:
        raise ReactionMoveRefused
    locked.state, locked.state_reason, locked.state_by, locked.state_at = state, reason, leader, at
    if state is PostState.REMOVED:
        locked.text = ""
    locked.save(update_fields=["state", "state_reason", "state_by", "state_at", "text"])


def _take_away(*, reaction: Reaction, leader: Member, state: PostState, reason: str, at: datetime) -> Reaction:
    with transaction.atomic():
        locked = _lock_for(reaction, leader)
        _move(locked=locked, state=state, leader=leader, reason=reason, at=at)
        settle_reports(reaction=locked, state=ReportState.UPHELD, leader=leader, answer=reason, at=at)
        note(f"moderation.{state.value}", about=("reaction", locked.key), by=leader.key, at=at)
        for mail in decision_mail(name=state.value, reaction=locked, at=at):
            post(mail, at=at)
    return locked


def hide_reaction(*, reaction: Reaction, leader: Member, reason: str, at: datetime) -> Reaction:
    """Hide a reaction from readers. The writer gets the reason and can ask for a second look; open reports are upheld.

    Parameters:
        leader: A conversation leader.
        reason: What the writer and those who reported read; without names.
        at: Now.

    Raises:
        LeadersOnly: The one who decides is no conversation leader.
        OwnReactionJudged: The leader wrote it.
        ReactionMoveRefused: It is hidden or removed already.
    """
    return _take_away(reaction=reaction, leader=leader, state=PostState.HIDDEN, reason=reason, at=at)


def remove_reaction(*, reaction: Reaction, leader: Member, reason: str, at: datetime) -> Reaction:
    """Remove a reaction for good: its text is wiped. For personal data and the like; otherwise hide it.

    Raises:
        LeadersOnly, OwnReactionJudged: As for hide_reaction.
        ReactionMoveRefused: It is removed already.
    """
    return _take_away(reaction=reaction, leader=leader, state=PostState.REMOVED, reason=reason, at=at)


def restore_reaction(*, reaction: Reaction, leader: Member, at: datetime) -> Reaction:
    """Show a hidden reaction again, and tell its writer.

    Raises:
        LeadersOnly, OwnReactionJudged: As for hide_reaction.
        ReactionMoveRefused: It is not hidden.
    """
    with transaction.atomic():
        locked = _lock_for(reaction, leader)
        _move(locked=locked, state=PostState.VISIBLE, leader=leader, reason="", at=at)
        note("moderation.restored", about=("reaction", locked.key), by=leader.key, at=at)
        for mail in decision_mail(name="restored", reaction=locked, at=at):
            post(mail, at=at)
    return locked


def dismiss_reports(*, reaction: Reaction, leader: Member, answer: str, at: datetime) -> list[ReactionReport]:
    """Leave a reaction as it is, and tell those who reported it why.

    Parameters:
        leader: A conversation leader.
        answer: Why nothing is done.
        at: Now.

    Returns:
        The reports that were open; none when someone was first.

    Raises:
        LeadersOnly, OwnReactionJudged: As for hide_reaction.
    """
    with transaction.atomic():
        locked = _lock_for(reaction, leader)
        note("moderation.dismissed", about=("reaction", locked.key), by=leader.key, at=at)
        return settle_reports(reaction=locked, state=ReportState.DISMISSED, leader=leader, answer=answer, at=at)
