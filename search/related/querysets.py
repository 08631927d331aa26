"""Reads of what is related, and of what has yet to be worked out."""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import F, Q


class RelatedEntryQuerySet(models.QuerySet):
    """Related entries by what they stand under."""

    def under(self, kind: str, object_key: str, slices: Collection[str]) -> list[tuple[int, float]]:
        """Give what was found for an object as the holder of these slices reads it: entry and score, best first.

        Whether she may see what was found is for the caller to ask.
        """
        rows = self.filter(entry__kind=kind, entry__object_key=object_key, entry__slice__in=list(slices))
        found = list(rows.order_by("-score", "other").values_list("entry__width", "other", "score"))
        widest = max((width for width, _other, _score in found), default=0)
        return [(other, score) for width, other, score in found if width == widest]


def stale(entries: models.QuerySet, kinds: Collection[str]) -> models.QuerySet:
    """Keep the entries of these kinds whose related ones were not worked out since they changed."""
    changed = Q(related_mark=None) | ~Q(related_mark__version=F("version"))
    return entries.filter(changed, kind__in=list(kinds)).order_by("pk")


def outdated(entries: models.QuerySet, kinds: Collection[str], *, before: datetime) -> models.QuerySet:
    """Keep the entries of these kinds whose related ones were worked out before a moment, the oldest first."""
    return entries.filter(related_mark__renewed_at__lt=before, kind__in=list(kinds)).order_by(
        "related_mark__renewed_at", "pk"
    )
