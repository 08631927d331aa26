"""Chainable reads of the index."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q


class EntryQuerySet(models.QuerySet):
    """Entries, chosen by object and by who looks."""

    def of_object(self, kind: str, object_key: str) -> Self:
        """Keep the entries of one object, one per slice."""
        return self.filter(kind=kind, object_key=object_key)

    def for_slices(self, slices: Iterable[str]) -> Self:
        """Keep the one entry per object that the holder of these slices gets: the widest of hers.

        The SQL of the embedded engine says the same (search/engines/embedded/statements.py).

        Source: DECISIONS 11.
        """
        held = list(slices)
        wider = self.model.objects.filter(
            kind=OuterRef("kind"), object_key=OuterRef("object_key"), slice__in=held, width__gt=OuterRef("width")
        )
        return self.filter(slice__in=held).filter(Q(has_wider=False) | ~Exists(wider))

    def among(self, ids: Iterable[int], slices: Iterable[str]) -> Self:
        """Keep those of these entries that the holder of the slices gets.

        The condition stands in a subquery per entry: beside the ids, SQLite would take the index of the slices, and
        read as many rows as there are entries.

        Parameters:
            ids: Primary keys, one page of results.
            slices: As for `for_slices`.
        """
        held = self.model.objects.for_slices(slices).filter(pk=OuterRef("pk"))
        return self.filter(Exists(held), pk__in=list(ids))

    def with_texts(self) -> Self:
        """Join the long text, which a result shows a passage of, and leave out what no result shows."""
        shown = ("kind", "object_key", "title", "url", "summary", "happens_at", "published_at")
        return self.select_related("text").only(
            *shown, "text__body", "text__schools", "text__themes", "text__place", "text__status"
        )

    def theme_counts(self) -> models.QuerySet:
        """Count entries per theme, most first: rows with `facets__value` and `entries`."""
        return (
            self.filter(facets__name="thema")
            .values("facets__value")
            .annotate(entries=Count("pk"))
            .order_by("-entries", "facets__value")
        )
