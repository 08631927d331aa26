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

    def waiting_or_stranded(self) -> Self:
        """Mails that did not leave, on their way or not; those the reader does not want are no part of it."""
        return self.filter(state__in=(MailState.QUEUED, MailState.SENDING, *STRANDED))

    def by_purpose(self) -> models.QuerySet:
        """Give one row per purpose and reason: purpose, last_error, number, with_text, first_at; the most first."""
        rows = self.order_by().values("purpose", "last_error")
        with_text = models.Count("pk", filter=Q(state=MailState.GIVEN_UP) & ~Q(text=""))
        counted = rows.annotate(number=models.Count("pk"), with_text=with_text, first_at=models.Min("created_at"))
        return counted.order_by("-number", "purpose", "last_error")

    def bounces(self, address: str) -> bool:
        """Say whether the latest that is known of an address is that mail to it came back."""
        # Who complains or unsubscribes has read it, so it arrived.
        told = self.filter(to=address).exclude(report__in=("", MailReport.DELAYED))
        return told.order_by("-reported_at", "-pk").values_list("report", flat=True).first() == MailReport.BOUNCED

    def bounced_since(self, address: str) -> datetime | None:
        """Give since when mail to an address comes back; None when nothing is known or mail arrived afterwards."""
        told = self.filter(to=address).exclude(report__in=("", MailReport.DELAYED))
        since = None
        for report, moment in told.order_by("-reported_at", "-pk").values_list("report", "reported_at"):
            if report != MailReport.BOUNCED:
                break
            since = moment
        return since

    def for_recipient(self, *, kind: str, key: str) -> Self:
        """Mails to one person, e.g. kind "member"."""
        return self.filter(recipient_kind=kind, recipient_key=key)

    def past_keeping(self, at: datetime) -> Self:
        """Rows older than the log may be, sent or not."""
        return self.filter(created_at__lt=at - kept_for("mail_log"))

    def with_outdated_content(self, at: datetime) -> Self:
        """Undeliverable mails whose content was kept long enough for a retry."""
        return self.filter(state__in=STRANDED, next_attempt_at__lt=at - KEEP_UNDELIVERED_CONTENT).exclude(text="")
