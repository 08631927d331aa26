"""Chainable reads of exchanges. Who may see one is said here and nowhere else."""

from django.db import models
from django.db.models import Q

from events.placements.states import BRIDGING
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

    def bridging(self):
        """Keep what joins two schools: agreed, running or finished (DECISIONS 22)."""
        return self.filter(state__in=[state.value for state in BRIDGING])
