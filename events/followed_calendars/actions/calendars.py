"""A calendar is proposed by a coordinator or added by an editor, accepted or not, and stopped."""

from datetime import datetime

from django.db import transaction

from events.followed_calendars.errors import (
    AlreadyFollowed,
    CalendarOfAnother,
    StepRefused,
    TooManyCalendars,
)
from events.followed_calendars.mails import post_decided
from events.followed_calendars.models import FollowedCalendar, FoundEvent
from events.followed_calendars.rules import MOST_PER_SCHOOL
from events.followed_calendars.states import CALENDAR_MOVES, CalendarState
from network.models import Institution, Member

_ACTIVE = (CalendarState.PROPOSED, CalendarState.FOLLOWED)


def propose_calendar(
    *, institution: Institution, address: str, website: str, member: Member, at: datetime
) -> FollowedCalendar:
    """Put a calendar before the editors. One that was stopped or declined begins anew, with what was found in it.

    Parameters:
        institution: Whose calendar it is.
        address: https://…, already judged by the form.
        website: Where people sign up.
        member: Who proposes, and hears of trouble.
        at: Now.

    Raises:
        AlreadyFollowed: It is followed, or waits.
        CalendarOfAnother: It stands with another school.
        TooManyCalendars: The school has MOST_PER_SCHOOL already.
    """
    with transaction.atomic():
        return _enter(institution, address, website, CalendarState.PROPOSED, member=member, at=at)


def follow_calendar(
    *, institution: Institution, address: str, website: str, editor: Member, at: datetime
) -> FollowedCalendar:
    """Follow a calendar at once, added by an editor. Raises as `propose_calendar`."""
    with transaction.atomic():
        calendar = _enter(institution, address, website, CalendarState.FOLLOWED, member=editor, at=at)
        _begin(calendar, editor, at)
    return calendar


def accept_calendar(*, calendar: FollowedCalendar, editor: Member, at: datetime) -> FollowedCalendar:
    """Follow a proposed calendar: it is read within minutes.

    Raises:
        StepRefused: It no longer waits.
    """
    with transaction.atomic():
        locked = _move(calendar, CalendarState.FOLLOWED)
        _begin(locked, editor, at)
        post_decided(locked, at=at)
    return locked


def decline_calendar(*, calendar: FollowedCalendar, editor: Member, reason: str, at: datetime) -> FollowedCalendar:
    """Say no to a proposed calendar, with a reason that the proposer reads.

    Raises:
        StepRefused: It no longer waits.
    """
    with transaction.atomic():
        locked = _move(calendar, CalendarState.DECLINED)
        locked.reason, locked.decided_by, locked.decided_at = reason, editor, at
        locked.save()
        post_decided(locked, at=at)
    return locked


def stop_calendar(*, calendar: FollowedCalendar, member: Member, at: datetime) -> FollowedCalendar:
    """Stop reading a calendar, or take a proposal back. What is in the agenda stays there, and is no longer kept up.

    Raises:
        StepRefused: It was not followed.
    """
    with transaction.atomic():
        locked = _move(calendar, CalendarState.STOPPED)
        locked.decided_by, locked.decided_at, locked.next_fetch_at = member, at, None
        locked.failures, locked.problem = 0, ""
        locked.save()
    return locked


def erase_person(*, member: Member) -> int:
    """Take a person out of every calendar and decision; give the number of rows changed."""
    with transaction.atomic():
        changed = FollowedCalendar.objects.filter(proposed_by=member).update(proposed_by=None)
        # The reason is in that person's words.
        changed += FollowedCalendar.objects.filter(decided_by=member).update(decided_by=None, reason="")
        changed += FoundEvent.objects.filter(decided_by=member).update(decided_by=None)
    return changed


def lock_calendar(pk: int) -> FollowedCalendar:
    """Give a calendar as it stands now, held until the end of the transaction.

    Raises:
        StepRefused: The row is gone.
    """
    locked = FollowedCalendar.objects.select_for_update(of=("self",)).filter(pk=pk)
    found = locked.select_related("institution", "proposed_by").first()
    if found is None:
        raise StepRefused
    return found


def _enter(institution, address, website, state, *, member, at) -> FollowedCalendar:
    # The school's row is the lock: two equal proposals at once make one.
    Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    known = FollowedCalendar.objects.select_for_update(of=("self",)).filter(address=address).first()
    if known is not None and known.state in _ACTIVE:
        raise AlreadyFollowed
    if known is not None and known.institution_id != institution.pk:
        raise CalendarOfAnother
    if FollowedCalendar.objects.filter(institution=institution, state__in=_ACTIVE).count() >= MOST_PER_SCHOOL:
        raise TooManyCalendars
    calendar = known or FollowedCalendar(institution=institution, address=address)
    calendar.website, calendar.state, calendar.reason = website, state, ""
    calendar.proposed_by, calendar.proposed_at, calendar.decided_by, calendar.decided_at = member, at, None, None
    calendar.save()
    return calendar


def _begin(calendar: FollowedCalendar, editor: Member, at: datetime) -> None:
    calendar.decided_by, calendar.decided_at, calendar.reason = editor, at, ""
    calendar.next_fetch_at, calendar.failures, calendar.problem = at, 0, ""
    calendar.etag, calendar.last_modified, calendar.read_at = "", "", None
    calendar.save()


def _move(calendar: FollowedCalendar, state: CalendarState) -> FollowedCalendar:
    locked = lock_calendar(calendar.pk)
    if state not in CALENDAR_MOVES[CalendarState(locked.state)]:
        raise StepRefused
    locked.state = state
    return locked
