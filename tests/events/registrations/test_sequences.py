"""Any order of steps leaves the seats at rest: never too many, none free with someone waiting (RELIABILITY G4).

SEQUENCES sets how many orders are tried.
"""

import os
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from events.errors import EventsError
from events.meetups.actions import cancel_occurrence, change_meetup, set_seats
from events.meetups.plans import MeetupPlan
from events.meetups.states import WaitlistPolicy
from events.registrations.actions import (
    Guest,
    Partner,
    SignUp,
    accept_offer,
    erase_person,
    let_in,
    merge_guest,
    register,
    register_guest,
    register_pair,
    remove,
    sweep,
    switch_mode,
    withdraw,
)
from events.registrations.actions.rows import line_of, lock_date, rules_of, taken_at
from events.registrations.models import Registration
from events.registrations.rules import who_moves_up
from events.registrations.states import ACTIVE, RegistrationState
from tests.events.registrations.conftest import NOW
from tests.factories.events import START, MeetupFactory, OccurrenceFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.orders import OrderOfSteps, try_orders

pytestmark = pytest.mark.django_db

SEQUENCES = int(os.environ.get("SEQUENCES", "200"))
PARTS = 4
PEOPLE = st.integers(0, 6)
ANY = st.integers(0, 99)
MODES = st.sampled_from(["on_site", "online"])


class Seats(OrderOfSteps):
    """One hybrid date with few seats, seven members of three schools, two guests, and every step there is."""

    agenda = None

    def __init__(self) -> None:
        super().__init__()
        self.at = NOW
        meetup = MeetupFactory(page__parent=type(self).agenda, most_per_institution=2, allows_pairs=True)
        self.date = OccurrenceFactory(meetup=meetup, has_online=True, seats_on_site=2, seats_online=1)
        schools = InstitutionFactory.create_batch(3)
        self.members = MemberFactory.create_batch(7)
        for number, member in enumerate(self.members):
            AffiliationFactory(member=member, institution=schools[number % 3])
        self.gone: set[int] = set()

    def rows(self):
        return list(Registration.objects.filter(occurrence=self.date).order_by("pk"))

    def pick(self, number):
        rows = self.rows()
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
    def signs_up(self, who, mode):
        self.attempt(register, occurrence=self.date, member=self.member(who), sign_up=SignUp(mode=mode))

    @rule(who=PEOPLE, other=PEOPLE)
    def signs_up_in_a_pair(self, who, other):
        partner = Partner("Duo", self.members[other].email)
        self.attempt(register_pair, occurrence=self.date, member=self.member(who), partner=partner, sign_up=SignUp())

    @rule(who=st.integers(0, 1))
    def guest_signs_up(self, who):
        guest = Guest("Gast", f"gast{who}@buiten.example")
        self.attempt(register_guest, occurrence=self.date, guest=guest, sign_up=SignUp())

    @rule(who=PEOPLE, guest=st.integers(0, 1))
    def guest_gets_an_account(self, who, guest):
        self.attempt(merge_guest, member=self.member(who), email=f"gast{guest}@buiten.example")

    @rule(which=ANY)
    def withdraws(self, which):
        self.attempt(withdraw, registration=self.pick(which))

    @rule(which=ANY)
    def accepts(self, which):
        self.attempt(accept_offer, registration=self.pick(which))

    @rule(which=ANY, mode=MODES)
    def switches(self, which, mode):
        self.attempt(switch_mode, registration=self.pick(which), mode=mode)

    @rule(which=ANY)
    def is_removed(self, which):
        self.attempt(remove, registration=self.pick(which), by=self.members[0], reason="Vol.")

    @rule(which=ANY)
    def is_let_in(self, which):
        self.attempt(let_in, registration=self.pick(which), by=self.members[0], reason="Spreker.")

    @rule(on_site=st.integers(0, 4), online=st.integers(0, 3))
    def seats_change(self, on_site, online):
        self.attempt(set_seats, occurrence=self.date, on_site=on_site, online=online)

    @rule(most=st.integers(1, 3), policy=st.sampled_from(list(WaitlistPolicy)))
    def rules_change(self, most, policy):
        plan = MeetupPlan(most_per_institution=most, waitlist_policy=policy, allows_pairs=True)
        self.attempt(change_meetup, meetup=self.date.meetup, plan=plan)

    @rule(who=st.integers(1, 6))
    def leaves_the_portal(self, who):
        if who not in self.gone:
            self.at += timedelta(minutes=1)
            erase_person(member=self.members[who], at=self.at)
            self.gone.add(who)

    @rule(hours=st.sampled_from([1, 30, 200]))
    def time_passes(self, hours):
        self.at += timedelta(hours=hours)
        sweep(self.at)

    @precondition(lambda self: self.at > NOW + timedelta(days=20))
    @rule()
    def is_cancelled(self):
        self.attempt(cancel_occurrence, occurrence=self.date, reason="Ziek.")

    @invariant()
    def nobody_is_in_twice(self):
        active = [row.member_id or row.guest_email for row in self.rows() if row.state in ACTIVE]
        assert len(active) == len(set(active))

    @invariant()
    def never_more_than_the_seats(self):
        locked = lock_date(self.date.pk)
        for mode, seats in rules_of(locked).seats.items():
            taken = [
                row
                for row in Registration.objects.seated().filter(occurrence=locked, mode=mode)
                if not row.moves.filter(note="Spreker.").exists()
            ]
            assert seats is None or len(taken) <= seats

    @invariant()
    def no_seat_is_free_with_someone_waiting_for_it(self):
        locked = lock_date(self.date.pk)
        line = line_of(Registration.objects.waitlisted().filter(occurrence=locked))
        assert who_moves_up(rules_of(locked), taken=taken_at(locked), line=line, at=self.at) == []

    @invariant()
    def nothing_moves_after_the_start(self):
        late = Registration.objects.filter(occurrence=self.date, moves__at__gte=START, moves__by_kind="clock")
        assert not late.filter(state__in=(RegistrationState.CONFIRMED, RegistrationState.OFFERED)).exists()

    @invariant()
    def both_of_a_pair_or_neither(self):
        keys = [row.pair_key for row in self.rows() if row.pair_key and row.state in ACTIVE]
        assert all(keys.count(key) == 2 for key in keys)


def test_some_orders_of_steps(agenda):
    Seats.agenda = agenda
    try_orders(Seats, count=3)


@pytest.mark.thorough
@pytest.mark.sqlite
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_many_orders_of_steps(agenda, part):
    Seats.agenda = agenda
    try_orders(Seats, count=SEQUENCES // PARTS, part=part)
