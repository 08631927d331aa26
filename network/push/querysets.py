"""Reads of devices and of the messages on their way to them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from network.push.states import PushState
from portal.shared.retention import kept_for


class PushSubscriptionQuerySet(models.QuerySet):
    """Devices that receive messages."""

    def of(self, member_key: str) -> Self:
        """Keep the devices of this member."""
        return self.filter(member__key=member_key)

    def that_want(self, *, member_id: int, purpose: str) -> Self:
        """Keep the devices of a member who asked for messages of this purpose."""
        return self.filter(member_id=member_id, member__push_wishes__purpose=purpose)

    def silent(self, at: datetime) -> Self:
        """Keep the devices that took no message, nor were switched on, for the whole period."""
        last = Coalesce("last_ok_at", "created_at")
        return self.alias(last=last).filter(last__lt=at - kept_for("silent_devices"))


class PushMessageQuerySet(models.QuerySet):
    """Messages on their way, and what is left of those that went."""

    def due(self, at: datetime) -> Self:
        """Keep what can be sent now: waiting ones whose moment came, and those whose sender died; oldest first."""
        waiting = Q(state=PushState.QUEUED, next_attempt_at__lte=at)
        abandoned = Q(state=PushState.SENDING, leased_until__lte=at)
        return self.filter(waiting | abandoned).order_by("next_attempt_at", "pk")

    def past_keeping(self, at: datetime) -> Self:
        """Keep rows older than the log may be, sent or not."""
        return self.filter(created_at__lt=at - kept_for("mail_log"))
