"""Chainable reads of conversations, messages and reports."""

from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q

from network.contact.states import MessageState
from portal.shared.conversations.states import ReportState


class MessageQuerySet(models.QuerySet):
    """Messages by who reads them."""

    def read_by(self, member: models.Model):
        """Keep what one of the two reads: what they wrote, and what reached them; the oldest first."""
        return self.filter(Q(sender=member) | ~Q(state=MessageState.WITHHELD)).order_by("created_at", "pk")

    def unread_by(self, member: models.Model):
        """Keep what reached this member and was not marked as read."""
        mine = self.filter(Q(conversation__first=member) | Q(conversation__second=member))
        return mine.filter(state=MessageState.SENT, read_at=None).exclude(sender=member)

    def older_than(self, moment: datetime):
        """Keep what was written before a moment."""
        return self.filter(created_at__lt=moment)

    def awaiting_leader(self):
        """Keep what has an open report, the longest waiting first, with `reported_at` and `report_count`."""
        still_open = Q(reports__state=ReportState.OPEN)
        rows = self.annotate(
            reported_at=models.Min("reports__created_at", filter=still_open),
            report_count=Count("reports", filter=still_open),
        )
        return rows.exclude(reported_at=None).order_by("reported_at", "pk")


class ConversationQuerySet(models.QuerySet):
    """Conversations by who takes part."""

    def of(self, member: models.Model):
        """Keep those in which this member reads at least one message."""
        messages = self.model._meta.get_field("messages").related_model.objects.read_by(member)
        mine = self.filter(Q(first=member) | Q(second=member))
        return mine.filter(Exists(messages.filter(conversation=OuterRef("pk"))))

    def between(self, one: models.Model, other: models.Model):
        """Keep the one of these two."""
        first, second = sorted((one, other), key=lambda member: member.pk)
        return self.filter(first=first, second=second)

    def with_news_for(self, member: models.Model):
        """Add `last_at` of the newest message this member reads, and `unread`; the newest first."""
        reads = Q(messages__sender=member) | ~Q(messages__state=MessageState.WITHHELD)
        new = Q(messages__state=MessageState.SENT, messages__read_at=None) & ~Q(messages__sender=member)
        rows = self.annotate(
            last_at=Max("messages__created_at", filter=reads), unread=Count("messages", filter=new, distinct=True)
        )
        return rows.order_by("-last_at", "-pk")


class ReportQuerySet(models.QuerySet):
    """Reports by what became of them."""

    def open(self):
        """Keep what waits for a conversation leader."""
        return self.filter(state=ReportState.OPEN)
