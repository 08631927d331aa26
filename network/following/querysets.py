"""Reads of what people follow and of the searches they keep."""

from collections import defaultdict

from django.db import models


class FollowQuerySet(models.QuerySet):
    """Follows by whose they are."""

    def of(self, member_key: str):
        """Keep what one member follows."""
        return self.filter(member__key=member_key)

    def by_kind(self) -> dict[str, list[str]]:
        """Give the followed keys per kind, in one query."""
        found: dict[str, list[str]] = defaultdict(list)
        for kind, key in self.order_by("kind", "object_key").values_list("kind", "object_key"):
            found[kind].append(key)
        return dict(found)


class SavedSearchQuerySet(models.QuerySet):
    """Saved searches by whose they are."""

    def of(self, member_key: str):
        """Keep those of one member."""
        return self.filter(member__key=member_key)
