"""Any order of steps leaves a series at rest: no date oversold, nobody waits while all dates are free (RELIABILITY G4).

SEQUENCES sets how many orders are tried.
"""

import os
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from events.errors import EventsError
from events.meetups.actions import add_occurrence, announce, cancel_occurrence, change_meetup, set_seats
from events.meetups.plans import MeetupPlan, OccurrencePlan
from events.meetups.states import Admission, Booking, OccurrenceState, WaitlistPolicy
from events.registrations.actions import (
    SignUp,
    accept_booking,
    approve,
    book_series,
    decline,
    erase_person,
    let_in,
    place_of_booking,
    put_in,
    remove,
    remove_from_date,
    sweep,
    switch_booking,
    withdraw,
    withdraw_booking,
)
from events.registrations.actions.booking_rows import Series, series_of
from events.registrations.actions.rows import seat_of
from events.registrations.models import Registration, SeriesBooking
from events.registrations.series_rules import BookingInLine, bookings_that_move_up
from events.registrations.states import ACTIVE, RegistrationState
from tests.events.registrations.conftest import NOW
from tests.factories.events import START, MeetupFactory, OccurrenceFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.orders import OrderOfSteps, try_orders

pytestmark = pytest.mark.django_db

SEQUENCES = int(os.environ.get("SEQUENCES", "200"))
PARTS = 4
PEOPLE = st.integers(0, 5)
ANY = st.integers(0, 99)
DATES = st.integers(0, 3)
MODES = st.sampled_from(["on_site", "online"])
WEEK = timedelta(weeks=1)
# Who was let in past the line is above the limit; the promise is for the others.
ABOVE = ("Spreker.", "Gast.")


class WholeSeries(OrderOfSteps):
    """Three hybrid dates with few seats, later a fourth; six members of two schools, and every step there is."""

    agenda = None

    def __init__(self) -> None:
        super().__init__()
        self.at = NOW
        self.meetup = MeetupFactory(
            page__parent=type(self).agenda, booking=Booking.SERIES, most_per_institution=2, waitlist_limit=4
        )
        for number in range(3):
            OccurrenceFactory(
                meetup=self.meetup,
                has_online=True,
                seats_on_site=2,
                seats_online=1,
                starts_at=START + number * WEEK,
            )
        schools = InstitutionFactory.create_batch(2)
        self.members = MemberFactory.create_batch(6)
        for number, member in enumerate(self.members):
            AffiliationFactory(member=member, institution=schools[number % 2])
        self.gone: set[int] = set()

    def series(self) -> Series:
        self.meetup.refresh_from_db()
        return series_of(self.meetup)

    def date(self, number):
        dates = self.series().dates
        return dates[number % len(dates)]

    def booking(self, number):
        rows = list(SeriesBooking.objects.filter(meetup=self.meetup).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def row(self, number):
        rows = list(Registration.objects.filter(occurrence__meetup=self.meetup).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    def member(self, number):
        return None if number in self.gone else self.members[number]

    def attempt(self, action, **values) -> None:
        self.at += timedelta(minutes=1)
        if None not in values.values():
            try:
                action(**values, at=self.at)
            except EventsError:
                return

    @rule(who=PEOPLE, mode=MODES)
    def books(self, who, mode):
        self.attempt(book_series, meetup=self.meetup, member=self.member(who), sign_up=SignUp(mode=mode))

    @rule(which=ANY)
    def withdraws(self, which):
        self.attempt(withdraw_booking, booking=self.booking(which))

    @rule(which=ANY)
    def leaves_out_a_date(self, which):
        self.attempt(withdraw, registration=self.row(which))

    @rule(which=ANY)
    def accepts(self, which):
        self.attempt(accept_booking, booking=self.booking(which))

    @rule(which=ANY, mode=MODES)
    def switches(self, which, mode):
        self.attempt(switch_booking, booking=self.booking(which), mode=mode)

    @rule(which=ANY, step=st.sampled_from([remove, remove_from_date, decline, let_in]))
    def organiser_decides(self, which, step):
        self.attempt(step, registration=self.row(which), by=self.members[0], reason="Spreker.")

    @rule(which=ANY)
    def organiser_approves(self, which):
        self.attempt(approve, registration=self.row(which), by=self.members[0])

    @rule(who=PEOPLE, number=DATES)
    def organiser_puts_in(self, who, number):
        member, by = self.member(who), self.members[0]
        self.attempt(put_in, occurrence=self.date(number), member=member, sign_up=SignUp(), by=by, reason="Gast.")

    @rule(number=DATES, on_site=st.integers(0, 4), online=st.integers(0, 3))
    def seats_change(self, number, on_site, online):
        self.attempt(set_seats, occurrence=self.date(number), on_site=on_site, online=online)

    @rule(
        most=st.integers(1, 3),
        policy=st.sampled_from(list(WaitlistPolicy)),
        admission=st.sampled_from([Admission.DIRECT, Admission.APPROVAL]),
        booking=st.sampled_from([Booking.SERIES, Booking.SERIES, Booking.PER_DATE]),
    )
    def rules_change(self, most, policy, admission, booking):
        plan = MeetupPlan(
            most_per_institution=most, waitlist_policy=policy, admission=admission, booking=booking, waitlist_limit=4
        )
        self.attempt(change_meetup, meetup=self.meetup, plan=plan)

    @precondition(lambda self: self.meetup.occurrences.count() == 3)
    @rule(seats=st.integers(1, 3))
    def a_date_joins(self, seats):
        starts_at = START + 3 * WEEK
        plan = OccurrencePlan(
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            has_online=True,
            seats_on_site=seats,
            seats_online=1,
        )
        row = add_occurrence(meetup=self.meetup, plan=plan, at=self.at)
        self.attempt(announce, occurrence=row)

    @rule(number=DATES)
    def a_date_is_cancelled(self, number):
        if self.at > NOW + timedelta(days=10):
            self.attempt(cancel_occurrence, occurrence=self.date(number), reason="Ziek.")

    @rule(who=st.integers(1, 5))
    def leaves_the_portal(self, who):
        if who not in self.gone:
            self.at += timedelta(minutes=1)
            erase_person(member=self.members[who], at=self.at)
            self.gone.add(who)

    @rule(hours=st.sampled_from([1, 30, 200, 400]))
    def time_passes(self, hours):
        self.at += timedelta(hours=hours)
        sweep(self.at)

    @invariant()
    def no_date_is_oversold(self):
        for date in self.series().seats():
            for mode, seats in date.rules.seats.items():
                taken = Registration.objects.seated().filter(occurrence=date.id, mode=mode, override_reason="")
                above = taken.filter(moves__note__in=ABOVE).distinct().count()
                assert seats is None or taken.count() - above <= seats

    @invariant()
    def nobody_waits_while_all_dates_are_free(self):
        series = self.series()
        if self.meetup.booking != Booking.SERIES:
            return
        line = []
        for booking in SeriesBooking.objects.waitlisted().filter(meetup=self.meetup):
            rows = list(booking.registrations.filter(state=RegistrationState.WAITLISTED))
            if rows:
                ids = frozenset(row.occurrence_id for row in rows)
                line.append(BookingInLine(booking.pk, seat_of(rows[0]), ids))
        assert bookings_that_move_up(series.seats(), line=line, at=self.at) == []

    @invariant()
    def places_are_counted_without_a_gap(self):
        for mode in ("on_site", "online"):
            line = SeriesBooking.objects.waitlisted().filter(meetup=self.meetup, mode=mode)
            assert [place_of_booking(booking) for booking in line] == list(range(1, len(line) + 1))

    @invariant()
    def a_booking_is_all_or_none(self):
        for booking in SeriesBooking.objects.filter(meetup=self.meetup).exclude(member=None):
            coming = booking.registrations.filter(
                occurrence__starts_at__gt=self.at, occurrence__state=OccurrenceState.PLANNED, state__in=ACTIVE
            )
            expected = {booking.state} if booking.state in ACTIVE else set()
            assert set(coming.values_list("state", flat=True)) <= expected

    @invariant()
    def nobody_is_in_twice(self):
        rows = Registration.objects.active().filter(occurrence__meetup=self.meetup).exclude(member=None)
        pairs = list(rows.values_list("occurrence", "member"))
        assert len(pairs) == len(set(pairs))

    @invariant()
    def nothing_moves_up_at_a_date_that_began(self):
        moved = Registration.objects.filter(occurrence__meetup=self.meetup, moves__by_kind="clock")
        up = (RegistrationState.CONFIRMED, RegistrationState.OFFERED)
        for row in moved.select_related("occurrence").distinct():
            assert not row.moves.filter(by_kind="clock", at__gte=row.occurrence.starts_at, to_state__in=up).exists()


def test_some_orders_of_steps_in_a_series(agenda):
    WholeSeries.agenda = agenda
    try_orders(WholeSeries, count=3)


@pytest.mark.thorough
@pytest.mark.sqlite
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_many_orders_of_steps_in_a_series(agenda, part):
    WholeSeries.agenda = agenda
    try_orders(WholeSeries, count=SEQUENCES // PARTS, part=part)
