"""How often someone gets the digest."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rhythm(models.TextChoices):
    """The choices; "never" is stored as a refusal of the digest, so that one button anywhere ends it."""

    DAILY = "daily", _("every working day")
    WEEKLY = "weekly", _("every week, on Monday")
    NEVER = "never", _("never")


# What is stored with the digest itself.
SENT = [(Rhythm.DAILY.value, Rhythm.DAILY.label), (Rhythm.WEEKLY.value, Rhythm.WEEKLY.label)]
