"""What the log of check-in knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """One line of the log."""

    IN = "in", _("checked in")
    OUT = "out", _("check-in undone")
