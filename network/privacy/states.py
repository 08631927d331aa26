"""States of an export, and what the clock does about someone who stays away."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    """Where an export stands."""

    WAITING = "waiting", _("waiting")
    BUSY = "busy", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("did not work")


UNFINISHED = (ExportState.WAITING, ExportState.BUSY)


class AwayStep(Enum):
    """What someone's absence asks for now."""

    NOTHING = "nothing"
    WARN = "warn"
    WARN_AGAIN = "warn again"
    REMOVE = "remove"
