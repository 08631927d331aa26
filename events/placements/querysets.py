"""Chainable reads of exchanges. Who may see one is said here and nowhere else."""

from datetime import datetime

from django.db import models
from django.db.models import Max, Min, Q

from events.placements.states import BRIDGING, HOLDING, ConsentState, DayState, PlacementState
from portal.shared.audiences.rules import Viewer


class PlacementQuerySet(models.QuerySet):
    """Exchanges by who looks and where they stand."""

    def of(self, member_key: str):
        """Keep those in which this member is guest or host."""
        return self.filter(Q(guest__key=member_key) | Q(host__key=member_key))

    def visible_to(self, viewer: Viewer):
        """Keep what this viewer may read: guest, host and the programme team (DECISIONS 16); nobody else, editors
        included. The managers read the agreement by their own link.
        """
        if viewer.member_key is None:
            return self.none()
        return self.all() if viewer.is_programme_team else self.of(viewer.member_key)

    def noted(self):
        """Keep what the programme team noted: nobody asked for it here."""
        return self.filter(asked_at=None, application=None)

    def bridging(self):
        """Keep what joins two schools: agreed, running or finished (DECISIONS 22)."""
        return self.filter(state__in=[state.value for state in BRIDGING])

    def open(self):
        """Keep what is neither finished nor called off."""
        return self.filter(state__in=[state.value for state in HOLDING])

    def with_people(self):
        """Select guest, host and their schools, for a page."""
        return self.select_related(
            "guest", "host", "guest_institution__merged_into", "host_institution__merged_into", "application"
        )

    def due(self, at: datetime):
        """Keep agreed and running ones of which the first day began or the last one ended, with these moments."""
        goes_on = Q(days__state=DayState.PLANNED)
        rows = self.filter(state__in=[PlacementState.AGREED.value, PlacementState.RUNNING.value]).annotate(
            first_starts_at=Min("days__starts_at", filter=goes_on), last_ends_at=Max("days__ends_at", filter=goes_on)
        )
        begins = Q(state=PlacementState.AGREED, first_starts_at__lte=at)
        return rows.filter(begins | Q(last_ends_at__lte=at))


class ConsentQuerySet(models.QuerySet):
    """Consents by whether they count."""

    def counting(self):
        """Leave out the questions that were withdrawn."""
        return self.exclude(state=ConsentState.WITHDRAWN)

    def asked(self):
        """Keep the questions without an answer."""
        return self.filter(state=ConsentState.ASKED)
