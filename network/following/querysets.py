"""Reads of what people follow and of the searches they keep."""

from django.db import models


class FollowQuerySet(models.QuerySet):
    """Follows by whose they are."""

    def of(self, member_key: str):
        """Keep what one member follows."""
        return self.filter(member__key=member_key)


class SavedSearchQuerySet(models.QuerySet):
    """Saved searches by whose they are."""

    def of(self, member_key: str):
        """Keep those of one member."""
        return self.filter(member__key=member_key)
