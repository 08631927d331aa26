"""What is related to what, worked out by the worker and read by pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.index.models import Entry
from search.related.querysets import RelatedEntryQuerySet


class RelatedEntry(models.Model):
    """One entry that may stand under another one, and how well it fits. Who may see it is asked when it is read."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="related_rows")
    other = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="related_to_rows")
    score = models.FloatField(_("how well it fits"))

    objects = RelatedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("related entry")
        verbose_name_plural = _("related entries")
        constraints = [
            models.UniqueConstraint(fields=["entry", "other"], name="search_related_once"),
            models.CheckConstraint(condition=~models.Q(entry=models.F("other")), name="search_related_not_itself"),
        ]

    def __str__(self) -> str:
        return f"entry {self.other_id} under entry {self.entry_id}"


class RelatedMark(models.Model):
    """Of which version of an entry the related ones were worked out, and when; without a row they never were."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="related_mark")
    version = models.PositiveIntegerField(_("version"))
    renewed_at = models.DateTimeField(_("worked out on"), db_index=True)

    class Meta:
        verbose_name = _("moment of relating an entry")
        verbose_name_plural = _("moments of relating entries")

    def __str__(self) -> str:
        return f"entry {self.entry_id} in version {self.version}"
