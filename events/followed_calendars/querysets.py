"""Chainable reads of followed calendars and of what was found in them."""

from datetime import datetime

from django.db import models
from django.db.models import Count, Q

from events.followed_calendars.rules import TELL_AFTER
from events.followed_calendars.states import CalendarState, FoundState, Wait


class FollowedCalendarQuerySet(models.QuerySet):
    """Calendars by what is to be done with them."""

    def followed(self):
        """Keep those that are read."""
        return self.filter(state=CalendarState.FOLLOWED)

    def due(self, at: datetime):
        """Keep those to be read now, the longest waiting first."""
        return self.followed().filter(next_fetch_at__lte=at).order_by("next_fetch_at", "pk")

    def waiting(self):
        """Keep those that an editor has to decide about, the longest waiting first."""
        return self.filter(state=CalendarState.PROPOSED).order_by("proposed_at", "pk")

    def with_counts(self, at: datetime):
        """Give each with `in_agenda` and `to_decide`: how many of its coming dates are in the agenda, and wait."""
        coming = Q(found__ends_at__gt=at)
        approved = Count("found", filter=coming & Q(found__state=FoundState.APPROVED), distinct=True)
        waiting = Count("found", filter=coming & ~Q(found__wait=Wait.NOTHING), distinct=True)
        return self.annotate(in_agenda=approved, to_decide=waiting)

    def broken(self):
        """Keep those that could not be read for so long that their owner was told."""
        return self.followed().filter(failures__gte=TELL_AFTER)


class FoundEventQuerySet(models.QuerySet):
    """Found dates by what is to be done with them."""

    def waiting(self, at: datetime):
        """Keep what an editor has to decide about and is not over, the first one first."""
        rows = self.exclude(wait=Wait.NOTHING).filter(ends_at__gt=at, calendar__state=CalendarState.FOLLOWED)
        return rows.order_by("starts_at", "pk")
