"""States of one mail, and how often it may arrive."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where a mail stands. A retry is a queued mail with attempts."""

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("refused for good")
    GIVEN_UP = "given_up", _("given up")
    UNWANTED = "unwanted", _("not wanted by the reader")
    BOUNCING = "bouncing", _("not sent, because the address bounces")


# An operator has to look at these; nothing happens to them by itself.
STRANDED = (MailState.FAILED, MailState.GIVEN_UP)


class MailReport(models.TextChoices):
    """What a mail service reported of a mail that left. An address whose latest mail bounced gets only what must."""

    DELIVERED = "delivered", _("arrived")
    DELAYED = "delayed", _("delayed")
    BOUNCED = "bounced", _("came back")
    COMPLAINED = "complained", _("called spam by the reader")
    UNSUBSCRIBED = "unsubscribed", _("reader unsubscribed")


class Delivery(models.TextChoices):
    """What a crash between sending and noting may cost.

    At least once: the mail goes out again, with the same Message-ID; a member would rather read twice than never.
    At most once: the mail is given up, visibly; for a message between two people, which must not arrive twice.
    """

    AT_LEAST_ONCE = "at_least_once", _("at least once")
    AT_MOST_ONCE = "at_most_once", _("at most once")
