"""Why something in the conversation of a joint action can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from network.errors import NetworkError


class ThreadError(NetworkError):
    """The base of every refusal in these conversations."""


class NotInThis(ThreadError):
    """The one who writes doesn't take part."""

    message = _("Only who takes part can write here. Join with your school first.")


class ThreadClosed(ThreadError):
    """A conversation leader closed it."""

    message = _("This conversation is closed. You can still write to the people of the joint action.")


class TooManyMessages(ThreadError):
    """More in an hour than a conversation needs."""

    message = _("You did this often in the past hour. Your text is still here: send it again in an hour.")


class MessageGone(ThreadError):
    """The message is hidden or removed."""

    message = _("This message is not there any more. Reload the page to see what is.")


class NotYourMessage(ThreadError):
    """Someone else wrote it."""

    message = _("Someone else wrote this message. If something is wrong with it, you can report it.")


class OwnMessage(ThreadError):
    """Nobody reports or judges what they wrote themselves."""

    message = _("You wrote this message yourself. You can remove it.")


class LeadersOnly(ThreadError):
    """Only conversation leaders decide on reports."""

    message = _("Only conversation leaders can do this. Report the message, then one of them looks at it.")


class MessageMoveRefused(ThreadError):
    """Someone decided on it already."""

    message = _("Someone already decided on this message. Reload the page to see what they decided.")
