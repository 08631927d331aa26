"""What a map holds, and how long a shared dossier can be read."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemKind(models.TextChoices):
    """What someone keeps: a text (object key: the page's id) or a person (the member's key)."""

    PAGE = "page", _("text")
    PERSON = "person", _("person")


class ShareLength(models.IntegerChoices):
    """How many days a secret link works."""

    WEEK = 7, _("one week")
    MONTH = 30, _("30 days")
    LONG = 60, _("60 days")

    @property
    def duration(self) -> timedelta:
        """The same as a duration."""
        return timedelta(days=self.value)
