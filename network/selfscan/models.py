"""Scans that people of a school filled in."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.institutions.models import Institution
from network.members.models import Member
from network.selfscan.querysets import SelfScanQuerySet
from portal.shared.keys import new_key


class SelfScan(models.Model):
    """One look at how a school stands. Seen by who filled it in and by the school's coordinators, nobody else."""

    key = models.CharField(_("key"), max_length=20, unique=True, default=new_key, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="self_scans")
    # Without a member the scan belongs to the school alone: who filled it in is gone.
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="self_scans")
    # {"onderwijsdoelen": 3, …}
    scores = models.JSONField(_("scores"), default=dict)
    note = models.CharField(_("note"), max_length=500, blank=True)
    filled_at = models.DateTimeField(_("filled in at"))

    objects = SelfScanQuerySet.as_manager()

    class Meta:
        ordering = ["-filled_at", "-pk"]
        verbose_name = _("self-scan")
        verbose_name_plural = _("self-scans")

    def __str__(self) -> str:
        return f"{self.institution}, {self.filled_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("selfscan:detail", kwargs={"slug": self.institution.slug, "key": self.key})
