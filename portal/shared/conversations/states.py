"""States of a post in a conversation, and of a report of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PostState(models.TextChoices):
    """Whether readers see a post. A removed one has no text any more and never comes back."""

    VISIBLE = "visible", _("visible")
    HIDDEN = "hidden", _("hidden")
    REMOVED = "removed", _("removed")


POST_MOVES = {
    PostState.VISIBLE: {PostState.HIDDEN, PostState.REMOVED},
    PostState.HIDDEN: {PostState.VISIBLE, PostState.REMOVED},
    PostState.REMOVED: set(),
}


class ReportReason(models.TextChoices):
    """Why a member reports a post (PG-afspraken, "Wanneer meld je iets?")."""

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


class Decision(models.TextChoices):
    """What a conversation leader can do with a reported post."""

    DISMISS = "dismiss", _("Leave it: nothing is wrong")
    HIDE = "hide", _("Hide it: the writer reads why and can ask for a second look")
    REMOVE = "remove", _("Remove it for good: the text is wiped")
    RESTORE = "restore", _("Show it again")


# Those that somebody reads the reason of.
EXPLAINED = (Decision.DISMISS, Decision.HIDE, Decision.REMOVE)


def decisions_on(state: str, *, has_reports: bool) -> list[Decision]:
    """Give what a leader may decide on a post in this state; dismissing needs an open report."""
    if state == PostState.HIDDEN:
        return [Decision.RESTORE, Decision.REMOVE]
    if state == PostState.VISIBLE:
        return [*([Decision.DISMISS] if has_reports else []), Decision.HIDE, Decision.REMOVE]
    return []
