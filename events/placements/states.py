"""The states of an exchange, of its agreement and of the consent of managers (DECISIONS 22)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlacementState(models.TextChoices):
    """Where one exchange stands."""

    PLANNING = "planning", _("making agreements")
    AGREED = "agreed", _("agreed")
    RUNNING = "running", _("under way")
    DONE = "done", _("finished")
    CANCELLED = "cancelled", _("did not take place")


PLACEMENT_MOVES = {
    PlacementState.PLANNING: {PlacementState.AGREED, PlacementState.CANCELLED},
    # An amendment that moves all days back to the future, or one that someone must confirm again, changes no state.
    PlacementState.AGREED: {PlacementState.RUNNING, PlacementState.DONE, PlacementState.CANCELLED},
    PlacementState.RUNNING: {PlacementState.DONE, PlacementState.CANCELLED},
    # The clock says done; within two weeks people say that nobody came.
    PlacementState.DONE: {PlacementState.CANCELLED},
    PlacementState.CANCELLED: set(),
}
# What holds a place of the offer.
HOLDING = (PlacementState.PLANNING, PlacementState.AGREED, PlacementState.RUNNING)
# What counts as a bridge between two schools.
BRIDGING = (PlacementState.AGREED, PlacementState.RUNNING, PlacementState.DONE)
ENDED = (PlacementState.DONE, PlacementState.CANCELLED)


class CancelReason(models.TextChoices):
    """Why an exchange did not take place."""

    NO_COVER = "no_cover", _("no cover for lessons or shifts")
    ILLNESS = "illness", _("illness")
    BUSY = "busy", _("too busy at that time")
    NO_CONSENT = "no_consent", _("a manager did not agree")
    OTHER_WORK = "other_work", _("other work or another school")
    NO_FIT = "no_fit", _("it did not fit after all")
    OTHER = "other", _("something else")


class ConsentState(models.TextChoices):
    """What a manager said about the exchange of one side."""

    ASKED = "asked", _("asked")
    GIVEN = "given", _("agrees")
    REFUSED = "refused", _("does not agree")
    # Some people decide on their own working time; they say so themselves.
    NOT_NEEDED = "not_needed", _("not needed")
    WITHDRAWN = "withdrawn", _("question withdrawn")


class DayState(models.TextChoices):
    """Whether a day goes on."""

    PLANNED = "planned", _("goes ahead")
    CANCELLED = "cancelled", _("does not go on")
