"""Chainable reads of maps."""

from django.db import models


class ItemQuerySet(models.QuerySet):
    """Items of a map by whether they are still in it."""

    def kept(self):
        """Keep what is in the map, in its owner's order."""
        return self.filter(removed_at=None).order_by("position", "pk")

    def removed(self):
        """Keep what can be put back, the latest first."""
        return self.exclude(removed_at=None).order_by("-removed_at", "-pk")
