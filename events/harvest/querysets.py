"""Chainable reads of answers, reports and promises."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q

from events.harvest.states import HarvestState, PromiseState
from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState
from events.registrations.models import Registration
from events.registrations.states import Attendance
from portal.shared.audiences.rules import Viewer


def took_part(rows: models.QuerySet) -> models.QuerySet:
    """Keep the registrations of who took part.

    Where anyone was noted as present at a date, in that way to take part, only who was; else who had a seat and was
    not noted as absent. So a hall that checks in does not shut out who watched online.

    Parameters:
        rows: Registrations, of any dates.
    """
    noted = Registration.objects.filter(
        occurrence=OuterRef("occurrence"), mode=OuterRef("mode"), attendance=Attendance.PRESENT
    )
    was_there = Q(attendance=Attendance.PRESENT) | (~Q(attendance=Attendance.ABSENT) & ~Exists(noted))
    return rows.confirmed().filter(was_there)


class FeedbackQuerySet(models.QuerySet):
    """What people thought. Who wrote what, nothing that organisers get may tell: no order, no moment, no key."""

    def of(self, member_key: str):
        """Keep what this member wrote, as long as it is known."""
        return self.filter(registration__member__key=member_key)

    def shuffled(self):
        """Give them in an order that says nothing and stays."""
        return self.order_by("shuffle", "pk")


class HarvestQuerySet(models.QuerySet):
    """Reports of dates by what a reader asks of them."""

    def visible_to(self, viewer: Viewer):
        """Keep the reports this viewer reads: those online, of dates that were held and that this viewer may see.

        Parameters:
            viewer: Who looks.
        """
        dates = Occurrence.objects.visible_to(viewer).filter(state=OccurrenceState.PLANNED)
        return self.filter(state=HarvestState.ONLINE, occurrence__in=dates.values("pk"))


class PromiseQuerySet(models.QuerySet):
    """Promises by who keeps them and when."""

    def of(self, member_key: str):
        """Keep what this member promised, also as a guest before there was an account."""
        return self.filter(Q(member__key=member_key) | Q(guest__member__key=member_key))

    def open(self):
        """Keep what still has to be done, of dates that were held; the first due first."""
        held = self.filter(state=PromiseState.OPEN, harvest__occurrence__state=OccurrenceState.PLANNED)
        return held.order_by("due_on", "pk")

    def kept_by_a_person(self):
        """Keep what a person is asked for or does, who can be told."""
        return self.filter(Q(member__isnull=False) | Q(guest__isnull=False))

    def due_until(self, day: date):
        """Keep what is due on this day or before."""
        return self.filter(due_on__lte=day)
