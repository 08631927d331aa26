"""How often someone did something, lately."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RateCount(models.Model):
    """Tries of one person or address at one thing, in one window. Who it is can't be read back from the hash."""

    name = models.CharField(_("limit"), max_length=60)
    who_hash = models.CharField(_("who, hashed"), max_length=64)
    window_starts_at = models.DateTimeField(_("window starts at"))
    window_ends_at = models.DateTimeField(_("window ends at"), db_index=True)
    count = models.PositiveIntegerField(_("tries"), default=0)

    class Meta:
        verbose_name = _("count of tries")
        verbose_name_plural = _("counts of tries")
        constraints = [
            models.UniqueConstraint(fields=["name", "who_hash", "window_starts_at"], name="one_rate_count_per_window"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.count}"
