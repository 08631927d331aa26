"""Reads of what people follow."""

from django.db import models


class FollowQuerySet(models.QuerySet):
    """Follows by whose they are."""

    def of(self, member_key: str):
        """Keep what one member follows."""
        return self.filter(member__key=member_key)
