"""Chainable reads of insights and evidence."""

from django.db import models

from stories.insights.states import EvidenceState
from stories.texts.querysets import TextManager, TextQuerySet


class InsightQuerySet(TextQuerySet):
    """Insights by what a list needs of them."""

    def with_standing(self):
        """Load each insight's computed standing in the same query."""
        return self.select_related("standing_row")


InsightManager = TextManager.from_queryset(InsightQuerySet)


class EvidenceQuerySet(models.QuerySet):
    """Evidence by what counts."""

    def accepted(self):
        """Keep what an editor accepted."""
        return self.filter(state=EvidenceState.ACCEPTED)

    def proposed(self):
        """Keep what waits for an editor, the longest waiting first."""
        return self.filter(state=EvidenceState.PROPOSED).order_by("created_at", "pk")
