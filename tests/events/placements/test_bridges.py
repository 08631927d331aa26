"""Exchanges as ties between schools, their move into another school, and what waits on /mijn/."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Placement
from events.placements.actions import confirm_agreement
from events.placements.bridges import PLACEMENT_BRIDGES
from events.placements.parts import OWN_EXCHANGES
from events.placements.registrations import GUESTS, HOSTS
from events.placements.states import PlacementState
from events.placements.todos import PLACEMENT_TODOS
from network.members.viewers import viewer_of_member
from portal.shared.audiences.rules import Viewer
from tests.factories.exchange_bridges import of_each_school
from tests.factories.exchange_placements import NOW, PlacementFactory, agree, confirm_both, day, write
from tests.factories.network import InstitutionFactory, MemberFactory
from tests.factories.stories import CoachStoryFactory
from tests.todos import todos_of

pytestmark = pytest.mark.django_db
VISITOR = Viewer.anonymous()


def in_state(state):
    days = {"first_day_on": date(2027, 3, 11), "last_day_on": date(2027, 3, 11)}
    off = {"cancel_reason": "busy", "ended_at": NOW} if state == PlacementState.CANCELLED else {}
    return PlacementFactory(state=state, **days, **off)


@pytest.mark.parametrize("state", PlacementState)
def test_what_is_agreed_or_over_is_a_bridge(state):
    row = in_state(state)

    bridges = PLACEMENT_BRIDGES.bridges(VISITOR)

    if state in {PlacementState.PLANNING, PlacementState.CANCELLED}:
        assert bridges == []
    else:
        [bridge] = bridges
        assert (bridge.from_institution_id, bridge.to_institution_id) == (
            row.guest_institution_id,
            row.host_institution_id,
        )
        assert (bridge.label, bridge.url) == ("Docent bij ict, maart 2027", "")


def test_bridges_since_a_day():
    in_state(PlacementState.DONE)

    assert len(PLACEMENT_BRIDGES.bridges(VISITOR, since=date(2027, 3, 11))) == 1
    assert PLACEMENT_BRIDGES.bridges(VISITOR, since=date(2027, 3, 12)) == []


def test_a_school_has_its_own_bridges_those_of_what_went_into_it_among_them():
    row, _other = in_state(PlacementState.DONE), in_state(PlacementState.DONE)
    target = InstitutionFactory()
    row.guest_institution.merged_into = target
    row.guest_institution.save()

    found = of_each_school(PLACEMENT_BRIDGES, VISITOR)

    assert [len(found[school]) for school in (target.pk, row.guest_institution_id, row.host_institution_id)] == [
        1,
        0,
        1,
    ]


def test_a_school_that_became_another_one_is_that_one():
    row = in_state(PlacementState.DONE)
    target = InstitutionFactory()
    row.guest_institution.merged_into = target
    row.guest_institution.save()

    [bridge] = PLACEMENT_BRIDGES.bridges(VISITOR)

    assert bridge.from_institution_id == target.pk


@pytest.mark.parametrize("move", [GUESTS, HOSTS], ids=["guests", "hosts"])
def test_exchanges_move_along_with_their_school(placement, move):
    source, target = getattr(placement, f"{move.field}_id"), InstitutionFactory()
    assert move.count(source) == 1

    move.move(source, target.pk)

    assert getattr(Placement.objects.get(), f"{move.field}_id") == target.pk


def buttons(member, at=NOW):
    return [item.button for item in todos_of(PLACEMENT_TODOS, member, at=at)]


def test_what_waits_follows_the_steps(placement):
    guest, host = placement.guest, placement.host
    assert buttons(guest) == buttons(host) == ["Maak de afspraken"]

    write(placement, guest)
    assert (buttons(guest), buttons(host)) == ([], ["Lees en bevestig"])

    confirm_agreement(placement=placement, member=host, number=1, at=NOW)
    assert buttons(guest) == buttons(host) == ["Vraag je leidinggevende"]


def test_nothing_waits_once_it_holds(agreed):
    assert buttons(agreed.guest) == buttons(agreed.host) == []


def test_nothing_waits_for_others(placement):
    assert buttons(MemberFactory()) == []


@pytest.mark.parametrize("source", ["todos", "part"])
def test_queries_do_not_grow_with_the_exchanges(source):
    member = MemberFactory()
    viewer = viewer_of_member(member, on=NOW.date())
    counts = []
    for _n in range(3):
        row = PlacementFactory(application__guest=member)
        write(row, member)
        confirm_both(row)
        with CaptureQueriesContext(connection) as asked:
            if source == "todos":
                list(PLACEMENT_TODOS.todos(member, viewer, at=NOW))
            else:
                assert OWN_EXCHANGES.context(member, viewer, at=NOW)["exchanges"]
        counts.append(len(asked))
    assert counts == [3 if source == "todos" else 1] * 3


def test_who_has_no_exchange_asks_one_query():
    member = MemberFactory()
    with CaptureQueriesContext(connection) as asked:
        assert list(PLACEMENT_TODOS.todos(member, VISITOR, at=NOW)) == []
    assert len(asked) == 1
    assert OWN_EXCHANGES.context(member, VISITOR, at=NOW) is None


def test_the_desk_lists_what_is_to_come_first():
    member = MemberFactory()
    off = PlacementFactory(application__guest=member, state="cancelled", cancel_reason="busy", ended_at=NOW)
    open_one = PlacementFactory(application__guest=member, created_at=NOW - timedelta(days=30))
    agree(open_one, day())

    found = OWN_EXCHANGES.context(member, VISITOR, at=NOW)["exchanges"]

    assert [line["url"] for line in found] == [open_one.get_absolute_url(), off.get_absolute_url()]


def test_a_bridge_leads_to_its_story_while_everyone_can_read_it(portal):
    story = CoachStoryFactory(parent=portal.stories)
    row = in_state(PlacementState.DONE)
    Placement.objects.filter(pk=row.pk).update(story_key=str(story.pk))
    assert [(bridge.label, bridge.url) for bridge in PLACEMENT_BRIDGES.bridges(VISITOR)] == [(story.title, story.url)]
    story.unpublish()
    [bridge] = PLACEMENT_BRIDGES.bridges(VISITOR)
    assert (bridge.url, bridge.label == story.title) == ("", False)
