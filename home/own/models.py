"""How far a new member is in the first five minutes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.models import Member


class Start(models.Model):
    """One member's way through the first steps; made at the first answer, so that it goes on where it stopped."""

    member = models.OneToOneField(Member, verbose_name=_("member"), on_delete=models.CASCADE, related_name="+")
    passed = models.JSONField(_("steps answered or skipped"), default=list, blank=True)
    began_at = models.DateTimeField(_("begun at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("first steps of a member")
        verbose_name_plural = _("first steps of members")

    def __str__(self) -> str:
        return f"{self.member_id}: {', '.join(self.passed)}"
