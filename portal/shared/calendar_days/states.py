"""Regions of the school holidays."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HolidayRegion(models.TextChoices):
    """The three regions over which the ministry spreads the school holidays."""

    NORTH = "noord", _("North")
    MIDDLE = "midden", _("Middle")
    SOUTH = "zuid", _("South")


# For someone whose school has no known region (DECISIONS 20).
DEFAULT_REGION = HolidayRegion.MIDDLE
