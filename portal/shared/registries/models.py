"""What a finished reflection hands to the people who write stories."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StorySeed(models.Model):
    """Material for one draft story, waiting to be taken up (DECISIONS 13). One row per source, handed over once."""

    source_kind = models.CharField(_("kind of source"), max_length=40)
    source_key = models.CharField(_("key of source"), max_length=40)
    payload = models.JSONField(_("material"), default=dict)
    created_at = models.DateTimeField(_("created at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("story seed")
        verbose_name_plural = _("story seeds")
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_key"], name="one_story_seed_per_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source_kind} {self.source_key}"
