"""Chainable reads of reflections. Who may see one is said here and nowhere else."""

from django.db import models
from django.db.models import Q

from portal.shared.audiences.rules import Viewer


class ReflectionQuerySet(models.QuerySet):
    """Reflections by who looks."""

    def visible_to(self, viewer: Viewer):
        """Keep what this viewer may read: the own one always; that of the other once it is open, which the summary of
        the exchange says; the programme team what is open.
        """
        if viewer.member_key is None:
            return self.none()
        key = viewer.member_key
        is_open = Q(placement__summary__isnull=False)
        if viewer.is_programme_team:
            return self.filter(is_open | Q(author__key=key))
        mine = Q(placement__guest__key=key) | Q(placement__host__key=key)
        return self.filter(Q(author__key=key) | (is_open & mine))
