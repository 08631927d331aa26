"""Reads of the outbox."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from portal.shared.outbox.rules import KEEP_UNDELIVERED_CONTENT
from portal.shared.outbox.states import STRANDED, MailReport, MailState
from portal.shared.retention import kept_for


class OutboxMailQuerySet(models.QuerySet):
    def due(self, at: datetime) -> Self:
        """Mails to send now: waiting ones whose moment came, and those whose sender died; longest waiting first."""
        waiting = Q(state=MailState.QUEUED, next_attempt_at__lte=at)
        abandoned = Q(state=MailState.SENDING, leased_until__lte=at)
        return self.filter(waiting | abandoned).order_by("next_attempt_at", "pk")

    def unsent(self) -> Self:
        """Mails still on their way."""
        return self.filter(state__in=(MailState.QUEUED, MailState.SENDING))

    def stranded(self) -> Self:
        """Mails an operator must look at, newest first."""
        return self.filter(state__in=STRANDED).order_by("-created_at", "-pk")

    def bounces(self, address: str) -> bool:
        """Say whether the latest that is known of an address is that mail to it came back."""
        told = self.filter(to=address, report__in=(MailReport.DELIVERED, MailReport.BOUNCED))
        return told.order_by("-reported_at", "-pk").values_list("report", flat=True).first() == MailReport.BOUNCED

    def for_recipient(self, *, kind: str, key: str) -> Self:
        """Mails to one person, e.g. kind "member"."""
        return self.filter(recipient_kind=kind, recipient_key=key)

    def past_keeping(self, at: datetime) -> Self:
        """Rows older than the log may be, sent or not."""
        return self.filter(created_at__lt=at - kept_for("mail_log"))

    def with_outdated_content(self, at: datetime) -> Self:
        """Undeliverable mails whose content was kept long enough for a retry."""
        return self.filter(state__in=STRANDED, created_at__lt=at - KEEP_UNDELIVERED_CONTENT).exclude(text="")
