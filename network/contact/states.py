"""States of a message between two members, and of a report of one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """Whether the other one gets a message. A withheld one looks sent to who wrote it; a removed one has no text."""

    SENT = "sent", _("sent")
    WITHHELD = "withheld", _("withheld")
    REMOVED = "removed", _("removed")


class ReportReason(models.TextChoices):
    """Why someone reports a message."""

    HURTFUL = "hurtful", _("It hurts me or someone else")
    UNWANTED = "unwanted", _("I don't want these messages")
    ADVERTISING = "advertising", _("It is advertising")
    PRIVATE = "private", _("It holds something private about a student or colleague")
    OTHER = "other", _("Something else")


class Decision(models.TextChoices):
    """What a conversation leader can do with a reported message."""

    DISMISS = "dismiss", _("Leave it: nothing is wrong")
    REMOVE = "remove", _("Remove the message: its text is wiped")
    SUSPEND = "suspend", _("Remove the message, and let the sender write to nobody for 30 days")
