"""Why a calendar can't be followed or fetched, or a date not approved; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError
from events.followed_calendars.states import Problem


class FollowedCalendarsError(EventsError):
    """The base of every refusal about followed calendars."""


class AlreadyFollowed(FollowedCalendarsError):
    """The address stands in the list."""

    message = _("This calendar is followed already, or waits for the editors.")


class CalendarOfAnother(FollowedCalendarsError):
    """The address stands in the list with another school."""

    message = _("This calendar stands in the list with another school. Write to the editors if that is wrong.")


class TooManyCalendars(FollowedCalendarsError):
    """More calendars of one school than anyone can read."""

    message = _("We follow at most five calendars of one school. Stop following one first.")


class StepRefused(FollowedCalendarsError):
    """Someone was first, or the state doesn't allow this step."""

    message = _("This can't be done any more: something changed in the meantime. Reload the page and look.")


class NoAgenda(FollowedCalendarsError):
    """There is no page of the agenda to put a meetup under."""

    message = _("There is no agenda page yet to put this under.")


class TimesMissing(FollowedCalendarsError):
    """A date with days only."""

    message = _("The calendar gives a day without times. Fill in from when to when it is.")


class DateOver(FollowedCalendarsError):
    """It has passed."""

    message = _("This date is over, so it can't come into the agenda any more.")


class NotFetched(FollowedCalendarsError):
    """The base of what can go wrong on the way; `problem` is what its owner reads."""

    problem: Problem

    def __init__(self) -> None:
        super().__init__()
        self.message = self.problem.label


class AddressRefused(NotFetched):
    """Not https, another port, a password in it, or a number instead of a name."""

    problem = Problem.ADDRESS


class NameUnknown(NotFetched):
    """The name has no address."""

    problem = Problem.UNKNOWN


class NotPublic(NotFetched):
    """The name leads to an address that is not of the public internet."""

    problem = Problem.PRIVATE


class Unreachable(NotFetched):
    """No connection, or not a safe one."""

    problem = Problem.UNREACHABLE


class TooSlow(NotFetched):
    """Not complete in time."""

    problem = Problem.SLOW


class NotGiven(NotFetched):
    """Another answer than a calendar: a status of refusal or of failure."""

    problem = Problem.REFUSED


class SentOn(NotFetched):
    """Redirected more often than we follow."""

    problem = Problem.MOVED


class TooLarge(NotFetched):
    """More bytes than we read, before or after decompression."""

    problem = Problem.LARGE


class NoCalendar(NotFetched):
    """Something else than iCalendar."""

    problem = Problem.NO_CALENDAR
