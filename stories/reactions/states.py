"""States of a reaction and of a report of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReactionState(models.TextChoices):
    """Whether readers see a reaction. A removed one has no text any more and never comes back."""

    VISIBLE = "visible", _("visible")
    HIDDEN = "hidden", _("hidden")
    REMOVED = "removed", _("removed")


REACTION_MOVES = {
    ReactionState.VISIBLE: {ReactionState.HIDDEN, ReactionState.REMOVED},
    ReactionState.HIDDEN: {ReactionState.VISIBLE, ReactionState.REMOVED},
    ReactionState.REMOVED: set(),
}


class ReportReason(models.TextChoices):
    """Why a member reports a reaction (PG-afspraken, "Wanneer meld je iets?")."""

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


REPORT_MOVES = {
    ReportState.OPEN: {ReportState.UPHELD, ReportState.DISMISSED},
    ReportState.UPHELD: set(),
    ReportState.DISMISSED: set(),
}
