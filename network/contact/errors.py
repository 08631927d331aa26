"""Why something between two members can't be done; one class per reason (STYLE 2.7)."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from network.errors import NetworkError


class ContactError(NetworkError):
    """The base of every refusal about messages and connections."""


class ContactMembersOnly(ContactError):
    """Someone with a login who is no member yet."""

    message = _("Only members can write to each other. Add the e-mail address of your school to become a member.")


class TooManyMessages(ContactError):
    """More messages, or more new conversations, than someone needs in an hour."""

    message = _("You wrote to many people in a short time. Wait an hour, then you can write again.")


class TooManyRequests(ContactError):
    """More requests in a day than someone needs."""

    message = _("You asked many people today. Tomorrow you can ask others.")


class TooManyMessageReports(ContactError):
    """More reports in an hour than anyone needs."""

    message = _("You reported many messages in a short time. Wait an hour, or write to us.")


class WritingStopped(ContactError):
    """A conversation leader stopped this member from writing."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        day = formats.date_format(timezone.localtime(until), "j F Y")
        self.message = _("You can't write to others until %(day)s. You got a mail that says why.") % {"day": day}


class AlreadyAsked(ContactError):
    """There is a request, a connection, or a request of less than three months ago."""

    message = _("You asked this already. You hear from us when there is an answer.")


class NothingToAnswer(ContactError):
    """The request was withdrawn or answered in the meantime."""

    message = _("This was settled already. Look at your people for how it stands.")


class AlreadyDecided(ContactError):
    """Another leader decided first, or the message is gone."""

    message = _("This report is settled already. Go back to the list for the next one.")


class OwnMessageJudged(ContactError):
    """Nobody decides on a message of which they are one of the two."""

    message = _("You are one of the two in this conversation. Another conversation leader has to decide.")
