"""Chainable reads of the editors' inbox."""

from django.db import models
from django.db.models import Case, IntegerField, Value, When

from stories.suggestions.states import OPEN_STATES, SuggestionState


class SuggestionQuerySet(models.QuerySet):
    """Suggestions by what an editor asks of them."""

    def waiting(self):
        """Keep what still needs an answer, the longest waiting first."""
        return self.filter(state__in=OPEN_STATES).order_by("created_at", "pk")

    def for_inbox(self):
        """Give all in the order of the inbox: new first, then in progress, then the rest; newest first in each."""
        order = Case(
            *(When(state=state, then=Value(place)) for place, state in enumerate(SuggestionState)),
            output_field=IntegerField(),
        )
        return self.select_related("page", "member", "institution").order_by(order, "-created_at", "-pk")
