"""How the list of members is asked for."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Look(models.TextChoices):
    """How the people are laid out."""

    LIST = "lijst", _("List")
    CARDS = "kaarten", _("Cards")


class Scope(Enum):
    """Which people a list begins with, before the filters."""

    WHOLE = "all whom the reader may see"
    FEW = "those found by words or wishes, few enough to name"
    MANY = "those found by words or wishes, too many to name"
