"""The smallest valid meetups, dates and registrations. Moments are fixed: a test says when "now" is."""

from datetime import UTC, datetime, timedelta

import factory

from events.meetups.states import OccurrenceState
from events.models import AgendaPage, Meetup, MeetupPage, Occurrence, Registration, SeriesBooking, Session
from events.registrations.states import RegistrationState
from tests.factories.network import MemberFactory
from tests.factories.roots import PageFactory

# A Thursday, 10:00 in Amsterdam.
START = datetime(2027, 2, 11, 9, 0, tzinfo=UTC)


class AgendaFactory(PageFactory):
    class Meta:
        model = AgendaPage

    title = "Agenda"
    slug = "agenda"


class MeetupPageFactory(PageFactory):
    class Meta:
        model = MeetupPage

    title = "Een bijeenkomst"
    slug = factory.Sequence(lambda n: f"bijeenkomst-{n}")
    lead = "Wat er gebeurt."


class MeetupFactory(factory.django.DjangoModelFactory):
    """Needs `page`, or `page__parent`: the agenda."""

    class Meta:
        model = Meetup

    page = factory.SubFactory(MeetupPageFactory)


class OccurrenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Occurrence

    meetup = factory.SubFactory(MeetupFactory)
    state = OccurrenceState.PLANNED
    starts_at = START
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=2))
    place = "Brugzaal"


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    occurrence = factory.SubFactory(OccurrenceFactory)
    title = "Een sessie"
    starts_at = factory.LazyAttribute(lambda o: o.occurrence.starts_at)
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=45))


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Registration

    occurrence = factory.SubFactory(OccurrenceFactory)
    member = factory.SubFactory(MemberFactory)
    state = RegistrationState.CONFIRMED


class SeriesBookingFactory(factory.django.DjangoModelFactory):
    """A booking without registrations; `book_series` makes one with them."""

    class Meta:
        model = SeriesBooking

    meetup = factory.SubFactory(MeetupFactory)
    member = factory.SubFactory(MemberFactory)
    state = RegistrationState.CONFIRMED
