"""States of a message in the conversation of a joint action, and of a report of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """Whether the others see a message. A removed one has no text any more and never comes back."""

    VISIBLE = "visible", _("visible")
    HIDDEN = "hidden", _("hidden")
    REMOVED = "removed", _("removed")


MESSAGE_MOVES = {
    MessageState.VISIBLE: {MessageState.HIDDEN, MessageState.REMOVED},
    MessageState.HIDDEN: {MessageState.VISIBLE, MessageState.REMOVED},
    MessageState.REMOVED: set(),
}


class ReportReason(models.TextChoices):
    """Why someone reports a message (PG-afspraken, "Wanneer meld je iets?")."""

    HURTFUL = "hurtful", _("It hurts someone")
    PRIVATE = "private", _("It holds something private about a student or colleague")
    MISLEADING = "misleading", _("It misleads readers")
    ADVERTISING = "advertising", _("It is advertising")
    OTHER = "other", _("Something else")


class ReportState(models.TextChoices):
    """What became of a report."""

    OPEN = "open", _("open")
    UPHELD = "upheld", _("something was done")
    DISMISSED = "dismissed", _("nothing was done")
