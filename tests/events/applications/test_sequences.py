"""Any order of steps of two guests and a host: never more than the places, and every refusal has a sentence."""

import os
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.applications.actions import (
    accept_application,
    decline_application,
    erase_person,
    place_came_free,
    run_clock,
    undo_decision,
    withdraw_application,
    write_message,
)
from events.applications.errors import ApplicationError
from events.applications.models import Application
from events.applications.states import APPLICATION_MOVES, ENDED, WAITING, ApplicationState
from events.offers.states import ListingState
from tests.factories.exchange_applications import NOW, ApplicationFactory, PlaceFactory, WishFactory, colleague

STEPS = ("accept", "decline", "withdraw", "undo", "talk", "off", "over", "clock", "leave")
MOVES = st.lists(
    st.tuples(
        st.sampled_from(STEPS), st.integers(0, 2), st.sampled_from(["guest", "host", "other"]), st.integers(0, 60)
    ),
    min_size=1,
    max_size=14,
)


class Undone(Exception):
    """Ends one example: everything it wrote goes."""


def _take(step, application, member, at, number):
    if step == "accept":
        accept_application(application=application, member=member, at=at)
    elif step == "decline":
        decline_application(application=application, member=member, note="", at=at)
    elif step == "withdraw":
        withdraw_application(application=application, member=member, note="", at=at)
    elif step == "undo":
        undo_decision(application=application, member=member, at=at)
    elif step == "talk":
        write_message(application=application, author=member, text="Hallo.", token=f"t{number}", at=at)
    elif step in {"off", "over"} and application.state == ApplicationState.ACCEPTED:
        place_came_free(application, has_taken_place=step == "over", at=at)
    elif step == "clock":
        run_clock(at)


def _check(place, rows, before):
    place.refresh_from_db()
    held = Application.objects.filter(offer=place, holds_place=True).count()
    assert held <= place.places
    assert (place.state == ListingState.TAKEN) == (held == place.places)
    for row in rows:
        row.refresh_from_db()
        was = before[row.pk]
        assert row.state in APPLICATION_MOVES[ApplicationState(was)] | {was}
        assert bool(row.waits_for) == (row.state in WAITING)
        assert (row.ended_at is not None) or row.state not in ENDED
        assert not row.holds_place or row.state == ApplicationState.ACCEPTED


def _run(moves):
    place = PlaceFactory(places=1)
    guests = [colleague() for _ in range(3)]
    wish = WishFactory(member=guests[0])
    rows = [ApplicationFactory(offer=place, guest=guest) for guest in guests]
    rows[0].request = wish
    rows[0].save()
    stranger, at, is_gone = colleague(), NOW, False
    for number, (step, index, who, hours) in enumerate(moves):
        at += timedelta(hours=hours)
        row = rows[index]
        row.refresh_from_db()
        member = {"guest": guests[index], "host": place.contact, "other": stranger}[who]
        before = {found.pk: Application.objects.get(pk=found.pk).state for found in rows}
        if step == "leave":
            if index == 2 and not is_gone:
                erase_person(member=guests[2], at=at)
                is_gone = True
            continue
        refusal = None
        try:
            _take(step, row, member, at, number)
        except ApplicationError as refused:
            refusal = refused
        assert refusal is None or str(refusal).endswith(".")
        _check(place, rows, before)
    wish.refresh_from_db()
    rows[0].refresh_from_db()
    assert (wish.state == ListingState.TAKEN) == rows[0].holds_wish
    raise Undone


@pytest.mark.django_db
@given(moves=MOVES)
@settings(
    max_examples=int(os.environ.get("SEQUENCES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_order_of_steps_gives_more_than_the_places(moves):
    with pytest.raises(Undone), transaction.atomic():
        _run(moves)
