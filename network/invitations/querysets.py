"""Chainable reads of invitations."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from network.invitations.states import InvitationState
from portal.shared.retention import kept_for


class InvitationQuerySet(models.QuerySet):
    """Invitations by what a reader asks of them."""

    def sent_by(self, member_key: str):
        """Keep what this member sent, the newest first, with what a list shows."""
        people = self.filter(inviter__key=member_key).select_related("institution", "accepted_by")
        return people.order_by("-created_at", "-pk")

    def open_at(self, at: datetime):
        """Keep what can still be accepted."""
        return self.filter(state=InvitationState.OPEN, expires_at__gt=at)

    def for_addresses(self, emails):
        """Keep what went to one of these addresses, given in lower case."""
        return self.filter(email__in=list(emails))

    def awaiting(self, member_id: int, *, at: datetime):
        """Keep what waits for this member: open ones to an address of theirs, and own ones that lapsed unanswered."""
        members = self.model._meta.get_field("inviter").related_model.objects.filter(pk=member_id)
        addresses = members.filter(emailaddress__verified=True).values("emailaddress__email")
        received = Q(expires_at__gt=at, email__in=addresses)
        lapsed = Q(expires_at__lte=at, inviter=member_id)
        return self.filter(received | lapsed, state=InvitationState.OPEN).order_by("expires_at", "pk")

    def past_keeping(self, at: datetime):
        """Keep what is older than its retention period."""
        unanswered = Q(answered_at=None, expires_at__lt=at - kept_for("unanswered_invitations"))
        return self.filter(unanswered | Q(answered_at__lt=at - kept_for("answered_invitations")))
