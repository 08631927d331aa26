"""Chainable reads of schools."""

from django.db import models


class InstitutionQuerySet(models.QuerySet):
    """Schools by what a reader asks of them."""

    def current(self):
        """Keep the schools that exist today: not merged into another one."""
        return self.filter(merged_into=None)
