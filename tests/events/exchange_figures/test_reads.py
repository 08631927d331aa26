"""What exchanges add up to: right with planted rows, never per person, in a fixed number of queries."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.exchange_figures.reads import exchanges_in, figures_of, school_view, schools_of
from events.exchange_figures.rules import Period, PersonalCount
from events.models import Application, PlacementDay
from portal.shared.audiences.rules import Viewer
from tests.factories.exchange_bridges import DAY, ExchangeFactory, PlainOfferFactory, PlainWishFactory
from tests.factories.network import InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db

TEAM = Viewer(member_key="team", is_member=True, is_programme_team=True)
ALWAYS = Period()
ASKED = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def agreed(days: int, direction: str = "teacher_to_ict", **columns):
    """Make an exchange that was agreed so many days after it was asked for."""
    return ExchangeFactory(direction=direction, asked_at=ASKED, agreed_at=ASKED + timedelta(days=days), **columns)


def counts(tallies) -> dict[str, dict[str, int]]:
    return {name: dict(tally.by_direction) for name, tally in tallies.items()}


def test_exchanges_are_counted_by_state_and_direction():
    agreed(3)
    agreed(3)
    agreed(3, "coach_to_coach")
    ExchangeFactory(state="planning")
    ExchangeFactory(state="cancelled", cancel_reason="illness")
    ExchangeFactory(state="cancelled", cancel_reason="illness", direction="ict_to_teaching")

    found = figures_of(TEAM, ALWAYS)

    assert counts(found.exchanges) == {
        "done": {"teacher_to_ict": 2, "coach_to_coach": 1},
        "planning": {"teacher_to_ict": 1},
        "cancelled": {"teacher_to_ict": 1, "ict_to_teaching": 1},
    }
    assert counts(found.cancelled) == {"illness": {"teacher_to_ict": 1, "ict_to_teaching": 1}}
    assert found.half_days.by_direction == {"teacher_to_ict": 4, "coach_to_coach": 2}


def test_time_to_a_match_is_the_middle_one():
    for days in (2, 4, 30):
        agreed(days)
    agreed(10, "coach_to_coach")
    # Of a pilot before the portal, and one that nobody agreed on: no time to measure.
    ExchangeFactory(agreed_at=ASKED)
    ExchangeFactory(asked_at=ASKED, state="planning")

    found = figures_of(TEAM, ALWAYS)

    assert found.median_days == {"teacher_to_ict": 4.0, "ict_to_teaching": None, "coach_to_coach": 10.0, "": 7.0}
    assert (found.agreed.by_direction, found.agreed.total) == (
        {"teacher_to_ict": 3, "ict_to_teaching": 0, "coach_to_coach": 1},
        4,
    )


def test_time_to_a_match_begins_with_the_application():
    offer = PlainOfferFactory()
    application = Application.objects.create(
        offer=offer,
        direction=offer.direction,
        guest_institution=InstitutionFactory(),
        host_institution=offer.institution,
        started_by="guest",
        state="accepted",
        created_at=ASKED,
    )
    ExchangeFactory(application=application, agreed_at=ASKED + timedelta(days=6))

    found = figures_of(TEAM, ALWAYS)

    assert found.median_days[""] == 6.0
    assert counts(found.applications) == {"accepted": {"teacher_to_ict": 1}}


def test_offers_and_wishes_are_counted_by_state():
    PlainOfferFactory()
    PlainOfferFactory(state="lapsed", direction="coach_to_coach")
    PlainWishFactory()

    found = figures_of(TEAM, ALWAYS)

    assert counts(found.offers) == {"open": {"teacher_to_ict": 1}, "lapsed": {"coach_to_coach": 1}}
    assert counts(found.requests) == {"open": {"teacher_to_ict": 1}}


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (None, None, 3),
        (DAY, DAY, 1),
        (DAY + timedelta(days=1), None, 1),
        (None, DAY - timedelta(days=1), 1),
    ],
    ids=["always", "that day", "after it", "before it"],
)
def test_an_exchange_belongs_to_its_first_day_or_else_to_the_day_it_was_made(since, until, found):
    ExchangeFactory()
    ExchangeFactory(first_day_on=DAY + timedelta(days=30))
    ExchangeFactory(state="planning", created_at=datetime(2026, 5, 4, 9, 0, tzinfo=UTC))
    PlainOfferFactory(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    period = Period(since, until)

    figures = figures_of(TEAM, period)

    assert sum(tally.total for tally in figures.exchanges.values()) == found
    assert exchanges_in(TEAM, period).count() == found
    assert bool(figures.offers) == (since is None)


def test_schools_have_their_guests_hosts_half_days_and_hours():
    own, other = InstitutionFactory(name="Aan het water"), InstitutionFactory(name="Brug College")
    InstitutionFactory(name="Zonder iets")
    exchange = ExchangeFactory(guest_institution=own, host_institution=other, half_days=3)
    ExchangeFactory(guest_institution=own, host_institution=own)
    ExchangeFactory(guest_institution=own, host_institution=other, state="planning", half_days=9)
    ExchangeFactory(guest_institution=own, host_institution=other, state="cancelled")
    ExchangeFactory(guest_institution=other, host_institution=other, state="cancelled")
    for hours, state in ((4, "planned"), (3, "planned"), (8, "cancelled")):
        start = datetime(2026, 9, 14, 7, tzinfo=UTC) + timedelta(days=hours)
        PlacementDay.objects.create(
            key=f"dag{hours}",
            placement=exchange,
            starts_at=start,
            ends_at=start + timedelta(hours=hours, minutes=30),
            state=state,
        )
    PlainOfferFactory(institution=other)
    PlainOfferFactory(institution=other, state="paused")
    PlainWishFactory(institution=own)

    rows = [{key: value for key, value in vars(row).items() if value} for row in schools_of(TEAM, ALWAYS)]

    assert rows == [
        {
            "school": own,
            "as_guest": 2,
            "as_host": 1,
            "half_days_as_guest": 5,
            "half_days_as_host": 2,
            "hours_as_guest": 8.0,
            "cancelled": 1,
            "requests": 1,
        },
        {
            "school": other,
            "as_host": 1,
            "half_days_as_host": 3,
            "hours_as_host": 8.0,
            "cancelled": 2,
            "offers": 1,
        },
    ]


def test_merged_school_counts_as_what_it_became():
    today = InstitutionFactory()
    former = InstitutionFactory(merged_into=today)
    ExchangeFactory(guest_institution=former)
    PlainOfferFactory(institution=former)

    [row] = [row for row in schools_of(TEAM, ALWAYS) if row.school == today]

    assert (row.as_guest, row.offers) == (1, 1)
    assert school_view(today.pk, since=date(2026, 1, 1)).exchanges == 1


@pytest.mark.parametrize(
    "viewer",
    [Viewer.anonymous(), Viewer(member_key="lid", is_member=True), Viewer(member_key="red", is_editor=True)],
    ids=["visitor", "member", "editor"],
)
def test_figures_of_exchanges_are_empty_for_anyone_but_the_programme_team(viewer):
    agreed(3)
    ExchangeFactory(state="cancelled")

    found = figures_of(viewer, ALWAYS)

    assert (found.exchanges, found.cancelled, found.half_days.total, found.agreed.total) == ({}, {}, 0, 0)
    assert schools_of(viewer, ALWAYS) == []


@pytest.mark.parametrize("read", [figures_of, schools_of])
def test_figures_take_as_many_queries_for_three_rows_as_for_one(read):
    def rows_and_queries(number: int) -> int:
        for _row in range(number):
            exchange = agreed(3)
            PlainOfferFactory(institution=exchange.host_institution)
            PlainWishFactory()
            ExchangeFactory(state="cancelled")
        with CaptureQueriesContext(connection) as captured:
            read(TEAM, ALWAYS)
        return len(captured)

    assert [rows_and_queries(1), rows_and_queries(2)] == [7, 7]


def people_at(school, number: int, *, side: str = "guest", **columns) -> None:
    for _person in range(number):
        ExchangeFactory(**{side: MemberFactory(), f"{side}_institution": school}, **columns)


@pytest.mark.parametrize(("people", "shown"), [(4, None), (5, 5)])
def test_coordinators_see_numbers_from_five_people_up(people, shown):
    school = InstitutionFactory()
    people_at(school, people)
    people_at(school, people, side="host")
    for _wish in range(people):
        PlainWishFactory(institution=school, member=MemberFactory())

    view = school_view(school.pk, since=date(2026, 1, 1))

    assert [view.guests.shown, view.hosts.shown, view.wishes.shown] == [shown] * 3
    assert [view.half_days_as_guest.shown, view.half_days_as_host.shown] == [shown and 2 * shown] * 2
    # Each of these is an arc that everyone sees.
    assert view.exchanges == 2 * people


def test_many_exchanges_of_few_people_tell_coordinators_nothing_of_those_people():
    school, guest = InstitutionFactory(), MemberFactory()
    for _exchange in range(6):
        ExchangeFactory(guest=guest, guest_institution=school)
    for _wish in range(6):
        PlainWishFactory(institution=school, member=guest)

    view = school_view(school.pk, since=date(2026, 1, 1))

    assert (view.guests, view.half_days_as_guest, view.wishes) == (
        PersonalCount(1, 1),
        PersonalCount(1, 12),
        PersonalCount(1, 6),
    )
    assert [view.guests.shown, view.half_days_as_guest.shown, view.wishes.shown] == [None] * 3


def test_people_who_were_erased_count_as_one():
    school = InstitutionFactory()
    people_at(school, 3)
    ExchangeFactory(guest=None, guest_institution=school)
    ExchangeFactory(guest=None, guest_institution=school)

    assert school_view(school.pk, since=date(2026, 1, 1)).guests == PersonalCount(4, 4)


def test_coordinators_count_their_own_school_since_a_day_and_only_what_was_agreed():
    school = InstitutionFactory()
    people_at(InstitutionFactory(), 6)
    people_at(school, 6, state="planning")
    people_at(school, 6, first_day_on=date(2024, 5, 6))

    view = school_view(school.pk, since=date(2026, 1, 1))

    assert (view.exchanges, view.guests.people) == (0, 0)


def test_an_exchange_inside_the_school_is_counted_once():
    school = InstitutionFactory()
    ExchangeFactory(guest_institution=school, host_institution=school)

    assert school_view(school.pk, since=date(2026, 1, 1)).exchanges == 1


def test_coordinators_see_the_offers_of_their_school_but_no_draft():
    school = InstitutionFactory()
    for state in ("draft", "open", "paused", "taken", "lapsed", "withdrawn"):
        PlainOfferFactory(institution=school, title=state, state=state)
    PlainOfferFactory()

    view = school_view(school.pk, since=date(2026, 1, 1))

    assert [offer.title for offer in view.offers] == ["lapsed", "open", "paused", "taken"]
