"""The personal feed of a member, and what secret addresses of feeds share."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.feeds.rules import PERSONAL
from network.models import Member


class SecretFeed(models.Model):
    """Columns of a secret address. Of the token only a hash is kept, and what it is made from.

    `purpose` names the one path that its token opens; a subject's feed has its own.
    """

    purpose: ClassVar[str]

    seed = models.CharField(max_length=40, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        abstract = True


class CalendarFeed(SecretFeed):
    """The secret address of one member's own dates."""

    purpose = PERSONAL

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="calendar_feed")

    class Meta:
        verbose_name = _("personal calendar")
        verbose_name_plural = _("personal calendars")

    def __str__(self) -> str:
        return f"{self.member_id}"
