"""The log itself."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.shared.audit_log.querysets import AuditLineQuerySet
from portal.shared.audit_log.states import ActorKind


class AuditLine(models.Model):
    """One act: who did it, of what kind it was, to what. People stand here by key, never by name.

    Written in the transaction of the act. There is no right to add, change or delete one: what is too old goes by the
    clock, and someone who is erased is taken out of it.
    """

    at = models.DateTimeField(_("when"), default=timezone.now)
    kind = models.CharField(_("what"), max_length=60)
    actor_kind = models.CharField(_("kind of person"), max_length=10, choices=ActorKind)
    actor_key = models.CharField(_("key of person"), max_length=40, blank=True)
    object_kind = models.CharField(_("kind of subject"), max_length=60, blank=True)
    object_key = models.CharField(_("key of subject"), max_length=80, blank=True)
    data = models.JSONField(_("more"), default=dict, blank=True)

    objects = AuditLineQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("line of the audit log")
        verbose_name_plural = _("lines of the audit log")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_line_newest"),
            models.Index(fields=["kind", "-at"], name="audit_line_kind"),
            models.Index(fields=["actor_key"], name="audit_line_actor"),
            models.Index(fields=["object_kind", "object_key"], name="audit_line_object"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_kind} {self.object_key}"
