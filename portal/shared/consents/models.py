"""What people agreed to, in which words, and until when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConsentRecord(models.Model):
    """One agreement of one person to one thing. Never changed but for the moment it was withdrawn."""

    subject_kind = models.CharField(_("kind of person"), max_length=40)
    subject_key = models.CharField(_("key of person"), max_length=40)
    purpose = models.CharField(_("what for"), max_length=80)
    text = models.TextField(_("what was agreed to"))
    version = models.CharField(_("version of the text"), max_length=40)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [models.Index(fields=["subject_kind", "subject_key"], name="consent_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="consent_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_kind} {self.subject_key}"
