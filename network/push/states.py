"""States of one message on its way to a device, and how much hurry it has."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PushState(models.TextChoices):
    """Where a message stands. A retry is a queued message with attempts."""

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("refused for good")
    GIVEN_UP = "given_up", _("given up")
    EXPIRED = "expired", _("too late")
    UNWANTED = "unwanted", _("not wanted any more")


class Urgency(models.TextChoices):
    """Whether a device may be woken for it (RFC 8030 §5.3)."""

    NORMAL = "normal", _("normal")
    HIGH = "high", _("high")
