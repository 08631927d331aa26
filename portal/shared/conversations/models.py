"""Columns that the reports of every kind of conversation share."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.shared.conversations.states import ReportState


class Report(models.Model):
    """One member's word to the conversation leaders that something is wrong.

    A subject adds what it is about, the reasons it knows, and who reported and who decided: this module stands below
    the members.
    """

    text = models.CharField(_("in a few words"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.OPEN)
    created_at = models.DateTimeField(_("reported at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.get_state_display()})"
