"""What is mailed about followed calendars; actions call these in their transaction, each occasion once."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone, translation

from events.followed_calendars.models import FollowedCalendar
from events.followed_calendars.states import CalendarState, Problem
from network.coordination.reach import coordinates
from network.members.mails import mail_to
from portal.shared.outbox.actions import post

NAMES = ("decided", "broken")


def post_decided(calendar: FollowedCalendar, *, at: datetime) -> None:
    """Tell the proposer what the editors decided."""
    is_followed = calendar.state == CalendarState.FOLLOWED
    _to_owner("decided", calendar, at=at, is_followed=is_followed, reason=calendar.reason)


def post_broken(calendar: FollowedCalendar, *, at: datetime) -> None:
    """Tell the proposer that the calendar can't be read any more, and why."""
    owner = calendar.proposed_by
    with translation.override(owner.interface_language if owner else "nl"):
        problem = str(Problem(calendar.problem).label)
    _to_owner("broken", calendar, at=at, problem=problem, times=calendar.failures)


def _to_owner(name: str, calendar: FollowedCalendar, *, at: datetime, **values: object) -> None:
    if calendar.proposed_by is None or not calendar.proposed_by.is_active:
        return
    # A calendar can be an editor's own find; only the school's coordinators have the page of its calendars.
    is_of_school = coordinates(calendar.proposed_by, calendar.institution, on=timezone.localdate(at))
    of_school = reverse("followed_calendars:of_school", args=[calendar.institution.slug])
    context = {
        "school": str(calendar.institution),
        "address": calendar.address,
        "path": of_school if is_of_school else reverse("followed_calendars_calendar", args=[calendar.key]),
        **values,
    }
    message = mail_to(
        calendar.proposed_by,
        app="events/followed_calendars",
        name=name,
        purpose=f"events.calendar_{name}",
        occasion=f"{calendar.key}:{at.isoformat()}",
        context=context,
    )
    post(message, at=at)
