"""Chainable reads of the vectors."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef

from search.index import registry
from search.index.models import Entry


class EntryVectorQuerySet(models.QuerySet):
    """Vectors of entries."""

    def up_to_date(self, model: str) -> Self:
        """Keep those that this model made of what the entry says now."""
        return self.filter(model=model, content_hash=F("entry__content_hash"))

    def entries_without(self, model: str) -> models.QuerySet[Entry]:
        """Give the entries that lack such a vector and should have one, with their text."""
        present = self.up_to_date(model).filter(entry=OuterRef("pk"))
        kinds = [searchable.kind for searchable in registry.searchables() if searchable.has_meaning]
        return Entry.objects.filter(~Exists(present), kind__in=kinds).select_related("text").order_by("pk")
