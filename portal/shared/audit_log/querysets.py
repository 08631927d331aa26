"""Reads of the audit log."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from portal.shared.audit_log.states import ActorKind
from portal.shared.retention import kept_for

MEMBER = "member"


class AuditLineQuerySet(models.QuerySet):
    def by(self, *keys: str) -> Self:
        """Lines of what these members did."""
        return self.filter(actor_kind=ActorKind.MEMBER, actor_key__in=keys)

    def about(self, kind: str, *keys: str) -> Self:
        """Lines about these things of one kind."""
        return self.filter(object_kind=kind, object_key__in=keys)

    def touching(self, *keys: str) -> Self:
        """Lines of what these members did, and of what was done to them."""
        own = Q(actor_kind=ActorKind.MEMBER, actor_key__in=keys)
        return self.filter(own | Q(object_kind=MEMBER, object_key__in=keys))

    def past_keeping(self, at: datetime) -> Self:
        """Lines older than the log may be."""
        return self.filter(at__lt=at - kept_for("audit_log"))
