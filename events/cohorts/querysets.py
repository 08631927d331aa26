"""Chainable reads of fixed groups. Who may see a group and its notes is said here and nowhere else."""

from django.db import models
from django.db.models import Min, Q

from events.cohorts.states import INSIDE, PlaceState
from portal.shared.audiences.rules import Viewer
from portal.shared.conversations.states import PostState, ReportState


def _taking_part(member_key: str, *states: PlaceState) -> Q:
    """Say that someone has a place in the group, in one of these states; for `Cohort`'s own columns."""
    return Q(places__member__key=member_key, places__state__in=[state.value for state in states])


class CohortQuerySet(models.QuerySet):
    """Groups by who looks."""

    def visible_to(self, viewer: Viewer):
        """Keep the groups this viewer may know of: who is in it or asked, and its organisers. Editors are not."""
        return self._for(viewer, *INSIDE)

    def with_notes_for(self, viewer: Viewer):
        """Keep the groups of which this viewer reads the notes: who said yes to taking part, and its organisers."""
        return self._for(viewer, PlaceState.TAKING_PART)

    def _for(self, viewer: Viewer, *states: PlaceState):
        if viewer.member_key is None:
            return self.none()
        model = self.model._default_manager
        inside = model.filter(_taking_part(viewer.member_key, *states)).values("pk")
        runs = Q(meetup__in=_meetups(self).organised_by(viewer.member_key).values("pk"))
        return self.filter(Q(pk__in=inside) | runs)


def _meetups(rows: models.QuerySet) -> models.QuerySet:
    # The models import this module, so they are reached by their relation.
    return rows.model._meta.get_field("meetup").related_model.objects.all()


class PlaceQuerySet(models.QuerySet):
    """Places in a group."""

    def inside(self):
        """Keep who is in the group or asked, with an account that works."""
        return self.filter(state__in=INSIDE, member__is_active=True)

    def taking_part(self):
        """Keep who said yes, with an account that works."""
        return self.filter(state=PlaceState.TAKING_PART, member__is_active=True)

    def of(self, member_key: str):
        """Keep the places of this member."""
        return self.filter(member__key=member_key)


class NoteQuerySet(models.QuerySet):
    """Confidential notes by who reads them."""

    def visible_to(self, viewer: Viewer):
        """Keep the notes this viewer reads: of groups whose notes are theirs to read (`with_notes_for`).

        A removed note is nobody's any more. A hidden one stays for its writer and for the organisers.
        """
        if viewer.member_key is None:
            return self.none()
        cohorts = self.model._meta.get_field("cohort").related_model.objects.all()
        runs = Q(cohort__meetup__in=_meetups(cohorts).organised_by(viewer.member_key).values("pk"))
        shown = Q(state=PostState.VISIBLE)
        hidden = Q(state=PostState.HIDDEN) & (Q(member__key=viewer.member_key) | runs)
        return self.filter(shown | hidden, cohort__in=cohorts.with_notes_for(viewer).values("pk"))

    def reported(self):
        """Keep what was ever reported: the conversation leaders read these and no others."""
        return self.filter(pk__in=self.model._default_manager.filter(reports__isnull=False).values("pk"))

    def awaiting_leader(self):
        """Keep what has an open report, the longest waiting first, with `reported_at` of the first one."""
        first = Min("reports__created_at", filter=Q(reports__state=ReportState.OPEN))
        return self.annotate(reported_at=first).exclude(reported_at=None).order_by("reported_at", "pk")


class NoteReportQuerySet(models.QuerySet):
    """Reports by what became of them."""

    def open(self):
        """Keep what waits for a conversation leader."""
        return self.filter(state=ReportState.OPEN)
