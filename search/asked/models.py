"""What was searched for, without who searched, and what editors decided about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.asked.querysets import AskedSearchQuerySet, SearchDecisionQuerySet
from search.asked.rules import LONGEST_KEPT
from search.asked.states import Decision


class AskedSearch(models.Model):
    """One question that someone sent, how much it found, and which result was opened first.

    It says nothing of who asked (DECISIONS 16). `key` is random and stands in the one page of results it belongs to;
    empty for a question whose opened results nobody could count. Not unique by the database: rows of before have none.
    """

    key = models.CharField(_("key"), max_length=22, blank=True, default="", db_default="", db_index=True)
    text = models.CharField(_("question"), max_length=LONGEST_KEPT, db_index=True)
    found = models.PositiveIntegerField(_("results"))
    asked_at = models.DateTimeField(_("asked on"), db_index=True)
    opened_place = models.PositiveSmallIntegerField(_("place of the result opened first"), null=True, blank=True)

    objects = AskedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("question that was searched for")
        verbose_name_plural = _("questions that were searched for")

    def __str__(self) -> str:
        return self.text

    @staticmethod
    def decisions() -> models.QuerySet:
        """Give what editors decided about questions."""
        return SearchDecision.objects.all()


class SearchDecision(models.Model):
    """What editors decided about a question that helped nobody; a later question with the same words opens it again."""

    text = models.CharField(_("question"), max_length=LONGEST_KEPT, unique=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    decided_at = models.DateTimeField(_("decided on"))

    objects = SearchDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about a question")
        verbose_name_plural = _("decisions about questions")

    def __str__(self) -> str:
        return f"{self.text}: {self.get_decision_display()}"
