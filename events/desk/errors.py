"""Why something at the desk can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError


class DeskError(EventsError):
    """The base of every refusal at the desk."""


class NobodyToWrite(DeskError):
    """The choice holds nobody."""

    message = _("Nobody gets this message. Choose other people.")


class AudienceChanged(DeskError):
    """Someone signed up or left between looking and sending."""

    message = _("Someone signed up or withdrew just now. Look again at how many people get this, then send it.")


class TooManyMessages(DeskError):
    """The messages of a day are used up."""

    message = _("You sent many messages today. Wait until tomorrow, or put it on the page of the meetup.")


class TooManyTests(DeskError):
    """The tries of an hour are used up."""

    message = _("You sent yourself many tests this hour. Look in your mail, or wait an hour.")


class TooManyGuests(DeskError):
    """The guests of an hour are used up."""

    message = _("You put in many people without an account this hour. Wait an hour before you add more.")


class NotOverYet(DeskError):
    """People may still come."""

    message = _("This date is not over yet. Note who did not come after it has ended.")


class NoAttendance(DeskError):
    """Nobody was noted as present."""

    message = _("Nobody was noted as present, so nobody can be noted as absent. Check people in first.")


class NamesGone(DeskError):
    """Half a year after."""

    message = _("This date was more than half a year ago. The portal keeps only how many people there were.")
