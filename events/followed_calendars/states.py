"""Where a followed calendar stands, and each date that was found in one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarState(models.TextChoices):
    """Whether a calendar is read."""

    PROPOSED = "proposed", _("waits for the editors")
    FOLLOWED = "followed", _("is followed")
    DECLINED = "declined", _("not accepted")
    STOPPED = "stopped", _("no longer followed")


CALENDAR_MOVES = {
    CalendarState.PROPOSED: {CalendarState.FOLLOWED, CalendarState.DECLINED, CalendarState.STOPPED},
    CalendarState.FOLLOWED: {CalendarState.STOPPED},
    CalendarState.DECLINED: {CalendarState.PROPOSED, CalendarState.FOLLOWED},
    CalendarState.STOPPED: {CalendarState.PROPOSED, CalendarState.FOLLOWED},
}


class FoundState(models.TextChoices):
    """What became of one date of a calendar."""

    NEW = "new", _("new")
    APPROVED = "approved", _("in the agenda")
    DECLINED = "declined", _("not for the agenda")
    # Taken out of the calendar, or cancelled there: before it was approved, or after which it was cancelled here, too.
    GONE = "gone", _("gone")


class Wait(models.TextChoices):
    """What an editor decides about one date."""

    NOTHING = "", _("nothing")
    APPROVAL = "approval", _("new")
    UPDATE = "update", _("changed at the school")
    CANCELLATION = "cancellation", _("gone at the school")


class Problem(models.TextChoices):
    """Why a calendar could not be read."""

    ADDRESS = "address", _("The address is not one we may fetch from. It has to begin with https://.")
    UNKNOWN = "unknown", _("There is no website with this name. Check the address for a typing error.")
    PRIVATE = "private", _("The address leads to a network that is not public, so we do not fetch it.")
    UNREACHABLE = "unreachable", _("The website did not answer, or its certificate is not valid.")
    SLOW = "slow", _("The website took too long to give the calendar.")
    REFUSED = "refused", _("The website does not give the calendar. Check whether it is public.")
    MOVED = "moved", _("The website sends us on too often. Use the address where the calendar is now.")
    LARGE = "large", _("The calendar is too large. Publish one with only the dates that are for others, too.")
    NO_CALENDAR = "no_calendar", _("There is no calendar at this address. It has to be the address of an .ics file.")
