"""Exports, wishes to leave, absence, and who left."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.members.models import Member
from network.privacy.states import UNFINISHED, ExportState
from portal.shared.keys import new_key


class DataExport(models.Model):
    """One file with everything about one member, kept for a few days outside the public files."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="data_exports")
    state = models.CharField(_("state"), max_length=8, choices=ExportState, default=ExportState.WAITING)
    done = models.PositiveSmallIntegerField(_("parts done"), default=0)
    total = models.PositiveSmallIntegerField(_("parts"), default=0)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    asked_at = models.DateTimeField(_("asked at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    ready_at = models.DateTimeField(_("ready at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("available until"), null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("export of someone's data")
        verbose_name_plural = _("exports of someone's data")
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(state__in=list(UNFINISHED)), name="one_export_at_a_time"
            ),
            models.CheckConstraint(
                name="export_ready_has_end",
                condition=~models.Q(state=ExportState.READY) | models.Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.key}"

    @property
    def file_name(self) -> str:
        """The name of the file in the private store."""
        return f"exports/{self.key}.zip"


class DeletionRequest(models.Model):
    """A member's wish to leave; until `erase_at` it can be taken back."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="deletion_request")
    asked_at = models.DateTimeField(_("asked at"))
    erase_at = models.DateTimeField(_("goes on"), db_index=True)

    class Meta:
        verbose_name = _("request to delete an account")
        verbose_name_plural = _("requests to delete an account")

    def __str__(self) -> str:
        return self.key


class Absence(models.Model):
    """What was said to someone who stays away, and whether they answered."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="absence")
    warned_at = models.DateTimeField(_("warned at"), null=True, blank=True)
    warned_again_at = models.DateTimeField(_("warned again at"), null=True, blank=True)
    stays_at = models.DateTimeField(_("said to stay at"), null=True, blank=True)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")

    def __str__(self) -> str:
        return self.key


class Erasure(models.Model):
    """That someone was erased. It names nobody: a restored backup is compared with it, row by row."""

    key_hash = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField(_("erased at"))

    class Meta:
        ordering = ["erased_at", "pk"]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return self.key_hash[:12]
