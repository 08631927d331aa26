"""Chainable reads of registrations."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from events.registrations.states import ACTIVE, SEATED, RegistrationState


class RegistrationQuerySet(models.QuerySet):
    """Registrations by where they stand. Who may see one: the member it is of, and the organisers (DECISIONS 16)."""

    def of(self, member_key: str):
        """Keep the registrations of this member."""
        return self.filter(member__key=member_key)

    def for_organiser(self, member_key: str):
        """Keep the registrations for meetups this member runs."""
        return self.filter(occurrence__meetup__organiser_rows__member__key=member_key)

    def active(self):
        """Keep who is in, waits or was offered a seat."""
        return self.filter(state__in=ACTIVE)

    def seated(self):
        """Keep who takes a seat in the count; a guest who holds a place in line until the mail is opened takes none."""
        return self.filter(state__in=SEATED).exclude(state=RegistrationState.HELD, queued_at__isnull=False)

    def confirmed(self):
        """Keep who comes."""
        return self.filter(state=RegistrationState.CONFIRMED)

    def waitlisted(self):
        """Keep who waits, the first in line first."""
        return self.filter(state=RegistrationState.WAITLISTED).order_by("queued_at", "pk")

    def lapsing(self, at: datetime):
        """Keep held and offered seats whose moment has passed."""
        held = Q(state__in=(RegistrationState.HELD, RegistrationState.OFFERED))
        return self.filter(held, hold_ends_at__lte=at).order_by("occurrence_id", "pk")


class SeriesBookingQuerySet(models.QuerySet):
    """Bookings of whole series by where they stand. Who may see one: the member it is of, and the organisers."""

    def of(self, member_key: str):
        """Keep the bookings of this member."""
        return self.filter(member__key=member_key)

    def active(self):
        """Keep who is in, waits or was offered seats."""
        return self.filter(state__in=ACTIVE)

    def running(self, at: datetime):
        """Keep the active ones with a date that isn't over; the others are history, whatever their state says."""
        dates = {"registrations__state__in": ACTIVE, "registrations__occurrence__ends_at__gt": at}
        return self.active().filter(pk__in=self.model.objects.filter(**dates).order_by().values("pk"))

    def waitlisted(self):
        """Keep who waits, the first in line first."""
        return self.filter(state=RegistrationState.WAITLISTED).order_by("queued_at", "pk")

    def lapsing(self, at: datetime):
        """Keep the offers whose moment has passed."""
        return self.filter(state=RegistrationState.OFFERED, hold_ends_at__lte=at).order_by("pk")
