"""Chainable reads of messages and of reports."""

from django.db import models
from django.db.models import Min, Q

from portal.shared.conversations.states import PostState, ReportState


class MessageQuerySet(models.QuerySet):
    """Messages by who reads them."""

    def shown_to(self, member_key: str):
        """Keep what someone in the conversation reads, the oldest first; a hidden one is shown to its writer only."""
        seen = Q(state=PostState.VISIBLE) | Q(state=PostState.HIDDEN, member__key=member_key)
        return self.filter(seen).order_by("created_at", "pk")

    def awaiting_leader(self):
        """Keep what has an open report, the longest waiting first, with `reported_at` of the first one."""
        first = Min("reports__created_at", filter=Q(reports__state=ReportState.OPEN))
        return self.annotate(reported_at=first).exclude(reported_at=None).order_by("reported_at", "pk")


class MessageReportQuerySet(models.QuerySet):
    """Reports by what became of them."""

    def open(self):
        """Keep what waits for a conversation leader."""
        return self.filter(state=ReportState.OPEN)
