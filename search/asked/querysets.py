"""Chainable reads of what was searched for."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Avg, Count, Exists, Max, Min, OuterRef, Q

from search.asked.rules import FEWEST_TIMES
from search.asked.states import Decision


class AskedSearchQuerySet(models.QuerySet):
    """Questions as they were sent."""

    def undecided(self) -> Self:
        """Leave out what editors decided on since it was asked."""
        decided = self.model.decisions().filter(text=OuterRef("text"), decided_at__gte=OuterRef("asked_at"))
        return self.exclude(Exists(decided))

    def unanswered(self) -> Self:
        """Keep what found nothing and was not decided on since."""
        return self.filter(found=0).undecided()

    def between(self, since: datetime, until: datetime) -> Self:
        """Keep what was asked from `since` up to, not including, `until`."""
        return self.filter(asked_at__gte=since, asked_at__lt=until)

    def by_question(self) -> models.QuerySet:
        """Give one row per question: text, times, last_at; the one asked most often first."""
        rows = self.order_by().values("text").annotate(times=Count("pk"), last_at=Max("asked_at"))
        return rows.order_by("-times", "-last_at", "text")

    def never_opened(self) -> models.QuerySet:
        """Give one row per question that found something each time, often enough, and of which nobody opened a result.

        The rows are those of `by_question`. What editors decided on since it was asked doesn't count.
        """
        rows = self.exclude(key="").undecided().by_question().annotate(least=Min("found"), opened=Count("opened_place"))
        return rows.filter(least__gt=0, opened=0, times__gte=FEWEST_TIMES)

    def figures(self) -> models.QuerySet:
        """Give one row per question, the one asked most often first.

        Each has text, times, last_at, least and most (results it gave), empty (times without a result), counted (times
        with results of which the opening could be counted), opened (times one was opened), place (the mean one
        in the list).
        """
        with_results = Q(found__gt=0) & ~Q(key="")
        return self.by_question().annotate(
            least=Min("found"),
            most=Max("found"),
            empty=Count("pk", filter=Q(found=0)),
            counted=Count("pk", filter=with_results),
            opened=Count("opened_place"),
            place=Avg("opened_place", filter=Q(opened_place__gt=0)),
        )


class SearchDecisionQuerySet(models.QuerySet):
    """What editors decided."""

    def calls(self):
        """Keep the calls for stories that run, the newest first."""
        return self.filter(decision=Decision.CALL).order_by("-decided_at", "text")
