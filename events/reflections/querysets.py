"""Chainable reads of reflections and what comes of them. Who may see one is said here and nowhere else."""

from django.db import models
from django.db.models import Q

from portal.shared.audiences.rules import Viewer


class ReflectionQuerySet(models.QuerySet):
    """Reflections by who looks."""

    def handed_in(self):
        """Keep what its writer can't change any more."""
        return self.filter(sealed_at__isnull=False)

    def visible_to(self, viewer: Viewer):
        """Keep what this viewer may read: the own one always; that of the other once it is handed in and both are open,
        which the summary of the exchange says; the programme team what is open. A draft is read by its writer alone.

        The private note is not for whoever reads the rest: see `with_note_for`.
        """
        if viewer.member_key is None:
            return self.none()
        key = viewer.member_key
        own = Q(author__key=key)
        is_open = Q(placement__summary__isnull=False, sealed_at__isnull=False)
        if viewer.is_programme_team:
            return self.filter(own | is_open)
        party = Q(placement__guest__key=key) | Q(placement__host__key=key)
        return self.filter(own | (is_open & party))

    def with_note_for(self, viewer: Viewer):
        """Keep those whose note for the programme team this viewer reads, open or still sealed to the other one.

        Whoever of the team is in the exchange is the other one, and does not read it.
        """
        if viewer.member_key is None or not viewer.is_programme_team:
            return self.none()
        key = viewer.member_key
        rows = self.handed_in().exclude(private_note="")
        return rows.exclude(placement__guest__key=key).exclude(placement__host__key=key)


class TogetherQuerySet(models.QuerySet):
    """Summary, quotes and findings of an exchange: of the two, and of the programme team."""

    placement_path = "placement"

    def visible_to(self, viewer: Viewer):
        """Keep what this viewer may read (DECISIONS 16): guest, host and the programme team, nobody else."""
        if viewer.member_key is None:
            return self.none()
        return self.all() if viewer.is_programme_team else self.of_party(viewer.member_key)

    def of_party(self, member_key: str):
        """Keep what belongs to exchanges in which this member is guest or host."""
        guest, host = (f"{self.placement_path}__{side}__key" for side in ("guest", "host"))
        return self.filter(Q(**{guest: member_key}) | Q(**{host: member_key}))


class QuoteQuerySet(TogetherQuerySet):
    """Sentences of reflections."""

    placement_path = "reflection__placement"


class FindingQuerySet(TogetherQuerySet):
    """What exchanges say of insights."""

    def released(self):
        """Keep what both released."""
        return self.filter(guest_released_at__isnull=False, host_released_at__isnull=False)
