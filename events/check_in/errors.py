"""Why someone can't be checked in; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError


class CheckInError(EventsError):
    """The base of every refusal at the door."""


class NotOpenYet(CheckInError):
    """More than a day before the start."""

    message = _("Check-in isn't open yet. It opens a day before the start.")


class CheckInOver(CheckInError):
    """After the day after."""

    message = _("Check-in for this date is over: it stays open until the end of the day after.")


class DoesNotGoOn(CheckInError):
    """The date was cancelled, or isn't announced."""

    message = _("This date does not go on, or isn't announced, so nobody can be checked in.")


class HasNoSeat(CheckInError):
    """On the waitlist, withdrawn, or not answered yet."""

    message = _("This person has no seat at this date. Put them in by hand if they may stay.")


class NotATicket(CheckInError):
    """A code that the portal didn't make, or not all of it."""

    message = _("This is not a ticket of the portal, or not the whole code. Look for the name in the list.")


class OtherDate(CheckInError):
    """A ticket, but for something else."""

    message = _("This ticket is for another meetup or another date. Look for the name in the list.")


class TokenTaken(CheckInError):
    """One name for two taps: a phone that doesn't keep to the rules."""

    message = _("This can't be done any more: something changed in the meantime. Reload the page and look.")
