"""Chainable reads of reactions and of reports."""

from django.db import models
from django.db.models import Exists, Min, OuterRef, Q

from portal.shared.conversations.states import PostState, ReportState


class ReactionQuerySet(models.QuerySet):
    """Reactions by who reads them."""

    def shown_to(self, *, member_key: str | None, is_leader: bool):
        """Keep what someone reads under a text that they may see, the oldest first.

        A hidden reaction is shown to its writer, with the reason, and to conversation leaders; a removed one to nobody.

        Parameters:
            member_key: Who reads; None for someone without a login.
            is_leader: They are a conversation leader.
        """
        seen = Q(state=PostState.VISIBLE)
        if is_leader:
            seen |= Q(state=PostState.HIDDEN)
        elif member_key is not None:
            seen |= Q(state=PostState.HIDDEN, member__key=member_key)
        return self.filter(seen).order_by("created_at", "pk")

    def with_reported_mark(self):
        """Add `is_reported`: a report of it waits for a leader."""
        waiting = self.model._meta.get_field("reports").related_model.objects.open().filter(reaction=OuterRef("pk"))
        return self.annotate(is_reported=Exists(waiting))

    def awaiting_leader(self):
        """Keep what has an open report, the longest waiting first, with `reported_at` of the first one."""
        first = Min("reports__created_at", filter=Q(reports__state=ReportState.OPEN))
        return self.annotate(reported_at=first).exclude(reported_at=None).order_by("reported_at", "pk")


class ReportQuerySet(models.QuerySet):
    """Reports by what became of them."""

    def open(self):
        """Keep what waits for a conversation leader."""
        return self.filter(state=ReportState.OPEN)
