"""Addresses that open one thing for whoever holds them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SecretLink(models.Model):
    """One link, for one purpose and one subject. Of the token only a hash is kept: it is shown once, in the mail."""

    purpose = models.CharField(_("purpose"), max_length=60)
    subject_kind = models.CharField(_("kind of subject"), max_length=40)
    subject_key = models.CharField(_("key of subject"), max_length=40)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"))
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    uses = models.PositiveIntegerField(_("times used"), default=0)
    max_uses = models.PositiveIntegerField(_("may be used"), null=True, blank=True, default=1)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("secret link")
        verbose_name_plural = _("secret links")
        indexes = [models.Index(fields=["subject_kind", "subject_key"], name="secret_link_subject")]
        constraints = [
            models.CheckConstraint(
                name="secret_link_within_uses",
                condition=models.Q(max_uses=None) | models.Q(uses__lte=models.F("max_uses")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_kind} {self.subject_key}"
