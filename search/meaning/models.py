"""The vectors beside the entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.index.models import Entry
from search.meaning.querysets import EntryVectorQuerySet


class EntryVector(models.Model):
    """What an entry is about, as numbers. It holds for one content of the entry: when that changes, a new row comes
    with a new key, and until then the entry has no meaning (the old vector may be of what was hidden).
    """

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="vector")
    content_hash = models.CharField(_("fingerprint"), max_length=64)
    model = models.CharField(_("model"), max_length=60)
    values = models.BinaryField(_("numbers"))

    objects = EntryVectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("meaning of an entry")
        verbose_name_plural = _("meanings of entries")

    def __str__(self) -> str:
        return f"meaning of entry {self.entry_id}"
