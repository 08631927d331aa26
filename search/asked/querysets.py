"""Chainable reads of what was searched for."""

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef

from search.asked.states import Decision


class AskedSearchQuerySet(models.QuerySet):
    """Questions as they were sent."""

    def unanswered(self):
        """Keep what found nothing and was not decided on since."""
        decided = self.model.decisions().filter(text=OuterRef("text"), decided_at__gte=OuterRef("asked_at"))
        return self.filter(found=0).exclude(Exists(decided))

    def by_question(self):
        """Give one row per question: text, times, last_at; the one asked most often first."""
        rows = self.order_by().values("text").annotate(times=Count("pk"), last_at=Max("asked_at"))
        return rows.order_by("-times", "-last_at", "text")


class SearchDecisionQuerySet(models.QuerySet):
    """What editors decided."""

    def calls(self):
        """Keep the calls for stories that run, the newest first."""
        return self.filter(decision=Decision.CALL).order_by("-decided_at", "text")
