"""Where a group stands, and someone in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CohortState(models.TextChoices):
    """Whether the group still works together. Closed never opens again."""

    OPEN = "open", _("at work")
    CLOSED = "closed", _("finished")


class PlaceState(models.TextChoices):
    """Where one person stands in a group."""

    INVITED = "invited", _("asked, no answer yet")
    TAKING_PART = "taking_part", _("takes part")
    DECLINED = "declined", _("said no")
    LEFT = "left", _("left the group")
    REMOVED = "removed", _("taken out by an organiser")


# Has a seat at each coming date.
INSIDE = (PlaceState.INVITED, PlaceState.TAKING_PART)

PLACE_MOVES = {
    PlaceState.INVITED: {PlaceState.TAKING_PART, PlaceState.DECLINED, PlaceState.REMOVED},
    PlaceState.TAKING_PART: {PlaceState.LEFT, PlaceState.REMOVED},
    # Who is out can be asked again.
    PlaceState.DECLINED: {PlaceState.INVITED},
    PlaceState.LEFT: {PlaceState.INVITED},
    PlaceState.REMOVED: {PlaceState.INVITED},
}


class StoryAnswer(models.TextChoices):
    """Whether someone is an author of the joint story, under their own name."""

    OPEN = "", _("no answer yet")
    YES = "yes", _("yes, with my name")
    NO = "no", _("no")
