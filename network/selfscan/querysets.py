"""Chainable reads of scans."""

from datetime import date

from django.db import models
from django.db.models import Q


class SelfScanQuerySet(models.QuerySet):
    """Scans by who may see them."""

    def visible_to(self, member: models.Model, *, on: date):
        """Keep one's own scans, and all scans of the schools one looks after today."""
        looked_after = member.affiliations.coordinating(on).values("institution")
        return self.filter(Q(member=member) | Q(institution__in=looked_after))
