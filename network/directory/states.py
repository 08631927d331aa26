"""How the list of members is asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Look(models.TextChoices):
    """How the people are laid out."""

    LIST = "lijst", _("List")
    CARDS = "kaarten", _("Cards")
