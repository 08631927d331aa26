"""The log of who checked in whom; what holds now stands in the registration itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.check_in.states import Step
from events.registrations.models import Registration
from portal.shared.keys import new_key


class CheckIn(models.Model):
    """One change of someone's attendance, with the organiser who made it (a key, DECISIONS 13)."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="check_ins")
    step = models.CharField(max_length=6, choices=Step)
    # When it was done; a phone without a connection sends it later.
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    by_key = models.CharField(max_length=20, blank=True)
    # A phone names each tap once, so that the same tap sent twice is one.
    token = models.CharField(max_length=40, unique=True, default=new_key)

    class Meta:
        ordering = ["noted_at", "pk"]
        verbose_name = _("line of the log of check-in")
        verbose_name_plural = _("log of check-in")
        indexes = [models.Index(fields=["by_key"], name="check_in_by")]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.step}"
