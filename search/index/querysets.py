"""Chainable reads of the index."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import BooleanField, Count, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL


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

        The rule is that of `for_slices`, written out: every results page asks it, and building it from expressions
        took as long as a fifth of a search. Nothing is made of `slice ||`, but beside the ids SQLite would take the
        index of the slices, and read as many rows as there are entries.

        Parameters:
            ids: Primary keys, one page of results.
            slices: As for `for_slices`.
        """
        held = list(slices)
        marks = ", ".join(["%s"] * len(held)) or "NULL"
        rule = f"""search_entry.slice || '' IN ({marks}) AND (NOT search_entry.has_wider OR NOT EXISTS (
            SELECT 1 FROM search_entry wider WHERE wider.kind = search_entry.kind
            AND wider.object_key = search_entry.object_key AND wider.slice IN ({marks})
            AND wider.width > search_entry.width))"""  # noqa: S608 (fixed names and placeholders)
        return self.filter(RawSQL(rule, (*held, *held), BooleanField()), pk__in=list(ids))  # noqa: S611

    def of_objects(self, objects: Iterable[tuple[str, str]], slices: Iterable[str]) -> Self:
        """Keep the entries of these objects that the holder of the slices gets.

        Parameters:
            objects: Pairs of a kind and the key of an object, a handful; none keeps nothing.
            slices: As for `for_slices`.
        """
        wanted = [Q(kind=kind, object_key=key) for kind, key in objects]
        if not wanted:
            return self.none()
        held = self.model.objects.for_slices(slices).filter(pk=OuterRef("pk"))
        return self.filter(reduce(or_, wanted)).filter(Exists(held))

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
