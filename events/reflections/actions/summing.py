"""The joint summary: one text of two, and the yes of each to it as it stands."""

from datetime import datetime

from django.db import transaction

from events.applications.states import Side
from events.placements.models import Placement
from events.reflections.actions.rows import lock_exchange, open_summary, own_side
from events.reflections.errors import AnotherSummary, StoryBegun, SummaryChanged, SummaryEmpty
from events.reflections.mails import post_summary_agreed, post_summary_changed
from events.reflections.models import JointSummary
from events.reflections.words import other_side
from network.models import Member


def save_summary(
    *, placement: Placement, member: Member, title: str, text: str, seen: str, at: datetime
) -> JointSummary:
    """Change the summary. That takes back the yes of both, and who had said yes hears it.

    Parameters:
        placement: A finished exchange whose reflections are open.
        member: Its guest or host.
        title, text: As they are to stand; the same as now changes nothing.
        seen: The version the form was made from.
        at: Now.

    Raises:
        StepRefused: The exchange is not finished, or theirs.
        NotOpenYet: The reflections are sealed.
        StoryBegun: A draft story was made of it.
        SummaryChanged: Another version was saved meanwhile; nothing was overwritten.
    """
    with transaction.atomic():
        locked = lock_exchange(placement)
        side = own_side(locked, member)
        summary = open_summary(locked)
        if (summary.title, summary.text) == (title, text):
            return summary
        if summary.story_at:
            raise StoryBegun
        if summary.version != seen:
            raise SummaryChanged
        other_had_agreed = summary.agreed_at(other_side(side)) is not None
        summary.title, summary.text = title, text
        summary.guest_agreed_at = summary.host_agreed_at = None
        summary.changed_at, summary.changed_by = at, member
        summary.save()
        if other_had_agreed:
            post_summary_changed(summary, other_side(side), at=at)
    return summary


def agree_summary(*, placement: Placement, member: Member, seen: str, is_named: bool, at: datetime) -> JointSummary:
    """Say that the summary is right as it stands; the other one hears it. Twice is once.

    Parameters:
        placement: A finished exchange whose reflections are open.
        member: Its guest or host.
        seen: The version that was read.
        is_named: Whether the name may stand with the story that is made of it.
        at: Now.

    Raises:
        StepRefused, NotOpenYet, StoryBegun: As for save_summary.
        AnotherSummary: It isn't what was read.
        SummaryEmpty: There is nothing to say yes to.
    """
    with transaction.atomic():
        locked = lock_exchange(placement)
        side = own_side(locked, member)
        summary = open_summary(locked)
        if summary.story_at:
            raise StoryBegun
        if summary.version != seen:
            raise AnotherSummary
        if not (summary.title and summary.text):
            raise SummaryEmpty
        is_new = summary.agreed_at(side) is None
        _set(summary, side, agreed_at=summary.agreed_at(side) or at, is_named=is_named)
        summary.save()
        if is_new:
            post_summary_agreed(summary, other_side(side), at=at)
    return summary


def take_back_yes(*, placement: Placement, member: Member, at: datetime) -> JointSummary:
    """Take one's yes back, as long as no draft story was made of it.

    Raises:
        StepRefused, NotOpenYet, StoryBegun: As for save_summary.
    """
    with transaction.atomic():
        locked = lock_exchange(placement)
        side = own_side(locked, member)
        summary = open_summary(locked)
        if summary.story_at:
            raise StoryBegun
        _set(summary, side, agreed_at=None, is_named=False)
        summary.save()
    return summary


def _set(summary: JointSummary, side: str, *, agreed_at: datetime | None, is_named: bool) -> None:
    if side == Side.GUEST:
        summary.guest_agreed_at, summary.guest_is_named = agreed_at, is_named
    else:
        summary.host_agreed_at, summary.host_is_named = agreed_at, is_named
