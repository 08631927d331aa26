"""The personal feed of a member."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.models import Member


class CalendarFeed(models.Model):
    """The secret address of one member's own dates. Of the token only a hash is kept, and what it is made from."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="calendar_feed")
    seed = models.CharField(max_length=40, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("personal calendar")
        verbose_name_plural = _("personal calendars")

    def __str__(self) -> str:
        return f"{self.member_id}"
