"""Chainable reads of the editors' inbox."""

from datetime import datetime

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from network.models import Member
from portal.shared.retention import kept_for
from stories.suggestions.states import OPEN_STATES, SuggestionState


class SuggestionQuerySet(models.QuerySet):
    """Suggestions by what an editor asks of them."""

    def waiting(self):
        """Keep what still needs an answer, the longest waiting first."""
        return self.filter(state__in=OPEN_STATES).order_by("created_at", "pk")

    def from_member(self, member: Member):
        """Keep what this person sent, signed in or as a guest with one of the addresses they have proven to own."""
        return self.filter(Q(member=member) | Q(sender_email__in=member.proven_addresses))

    def past_keeping(self, at: datetime):
        """Keep what was closed so long ago that it must go."""
        return self.exclude(state__in=OPEN_STATES).filter(handled_at__lt=at - kept_for("editors_messages"))

    def for_inbox(self):
        """Give all in the order of the inbox: new first, then in progress, then the rest; newest first in each."""
        order = Case(
            *(When(state=state, then=Value(place)) for place, state in enumerate(SuggestionState)),
            output_field=IntegerField(),
        )
        return self.select_related("page", "member", "institution").order_by(order, "-created_at", "-pk")
