"""How a pilot ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """The outcome of a pilot; stopping is a full outcome (PRODUCT, "stories/")."""

    RUNNING = "running", _("still running")
    SUCCEEDED = "succeeded", _("succeeded")
    MIXED = "mixed", _("partly succeeded")
    STOPPED = "stopped", _("stopped")
    FAILED = "failed", _("did not succeed")
