"""Chainable reads of the vectors."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef

from search.index.models import Entry


class EntryVectorQuerySet(models.QuerySet):
    """Vectors of entries."""

    def up_to_date(self, model: str) -> Self:
        """Keep those that this model made of what the entry says now."""
        return self.filter(model=model, content_hash=F("entry__content_hash"))

    def entries_without(self, model: str) -> models.QuerySet[Entry]:
        """Give the entries that have no such vector yet, with their text."""
        present = self.up_to_date(model).filter(entry=OuterRef("pk"))
        return Entry.objects.filter(~Exists(present)).select_related("text").order_by("pk")
