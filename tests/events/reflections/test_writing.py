"""Asking, writing, sealing and opening; and who reads what at each moment."""

from datetime import timedelta

import pytest

from events.placements.listeners import placement_listeners
from events.placements.models import Placement
from events.placements.states import PlacementState
from events.reflections.actions import ask_both, hand_in, open_in_time, remind_writers, save_reflection
from events.reflections.errors import AlreadyHandedIn, NothingWritten, ReflectionChanged, StepRefused
from events.reflections.models import TEXTS, JointSummary, Reflection
from events.reflections.rules import Opening
from events.reflections.todos import REFLECTION_TODOS
from portal.shared.outbox.models import OutboxMail
from tests.events.reflections.conftest import (
    LATER,
    NOW,
    TIME_UP,
    looks,
    texts_of,
    write_all,
    write_and_hand_in,
)
from tests.factories.exchange_reflections import ENDED, FinishedPlacementFactory
from tests.factories.network import MemberFactory
from tests.todos import todos_of

pytestmark = pytest.mark.django_db


def mails(name: str) -> list[str]:
    rows = OutboxMail.objects.filter(purpose=f"events.reflection_{name}")
    return sorted(rows.values_list("to", flat=True))


def test_both_are_asked_when_the_exchange_is_over_once(placement, guest, host):
    for _twice in range(2):
        for listener in placement_listeners:
            listener.finished(placement, at=ENDED)

    assert mails("asked") == sorted([guest.email, host.email])
    [item] = todos_of(REFLECTION_TODOS, guest, at=NOW)
    assert (item.url.endswith("/terugblik/schrijven/"), item.deadline_at) == (True, TIME_UP - timedelta(minutes=1))


def test_who_left_is_not_asked(host):
    placement = FinishedPlacementFactory(guest=None, host=host)

    assert ask_both(placement, at=ENDED) == 1
    assert mails("asked") == [host.email]


def test_a_draft_is_kept_and_read_by_nobody_else(placement, guest, host, team):
    write_all(placement, guest)

    row = Reflection.objects.get(author=guest)
    assert row.texts == texts_of("Gijs")
    assert not row.is_in
    assert [Reflection.objects.visible_to(looks(each)).count() for each in (guest, host, team)] == [1, 0, 0]


def test_the_same_texts_twice_are_one_save_and_an_older_form_overwrites_nothing(placement, guest):
    first = write_all(placement, guest)
    again = save_reflection(placement=placement, member=guest, texts=first.texts, seen="oud", at=LATER)
    assert again.saved_at == NOW

    with pytest.raises(ReflectionChanged):
        save_reflection(placement=placement, member=guest, texts=texts_of("Ander"), seen="oud", at=LATER)
    assert Reflection.objects.get().texts == texts_of("Gijs")


def test_of_a_colleague_who_was_on_this_side_before_nothing_passes_on(placement, guest, host):
    write_all(placement, guest)
    write_all(placement, host)
    successor = MemberFactory(given_name="Opvolger")
    Placement.objects.filter(pk=placement.pk).update(guest=successor)
    placement.refresh_from_db()

    row = write_all(placement, successor, at=LATER)

    assert (row.author, row.texts) == (successor, texts_of("Opvolger"))
    assert set(Reflection.objects.values_list("author__given_name", flat=True)) == {"Opvolger", "Hanna"}


def test_what_a_colleague_handed_in_before_is_not_written_over(placement, guest):
    write_and_hand_in(placement, guest)
    successor = MemberFactory()
    Placement.objects.filter(pk=placement.pk).update(guest=successor)
    placement.refresh_from_db()

    with pytest.raises(StepRefused):
        save_reflection(placement=placement, member=successor, texts=texts_of("Ander"), seen="", at=LATER)
    assert Reflection.objects.get().author == guest


def test_what_is_handed_in_stays_as_it_is(placement, guest):
    row = write_all(placement, guest)
    for _twice in range(2):
        hand_in(placement=placement, member=guest, seen=row.version, at=NOW)

    with pytest.raises(AlreadyHandedIn):
        save_reflection(placement=placement, member=guest, texts=texts_of("Anders"), seen=row.version, at=LATER)
    assert Reflection.objects.get().texts == texts_of("Gijs")
    assert save_reflection(placement=placement, member=guest, texts=row.texts, seen="", at=LATER).sealed_at == NOW


def test_an_empty_or_another_text_is_not_handed_in(placement, guest):
    empty = save_reflection(
        placement=placement,
        member=guest,
        texts=dict.fromkeys(TEXTS, "") | {"private_note": "Alleen dit."},
        seen=Reflection().version,
        at=NOW,
    )
    with pytest.raises(NothingWritten):
        hand_in(placement=placement, member=guest, seen=empty.version, at=NOW)
    with pytest.raises(ReflectionChanged):
        hand_in(placement=placement, member=guest, seen="iets anders", at=NOW)
    assert not Reflection.objects.get().is_in


@pytest.mark.parametrize("state", [each for each in PlacementState if each != PlacementState.DONE])
def test_only_a_finished_exchange_is_looked_back_on(placement, guest, state):
    reason = "illness" if state == PlacementState.CANCELLED else ""
    type(placement).objects.filter(pk=placement.pk).update(state=state, cancel_reason=reason)

    with pytest.raises(StepRefused):
        write_all(placement, guest)


def test_nobody_else_writes_here(placement, coach, team):
    for stranger in (coach, team):
        with pytest.raises(StepRefused):
            write_all(placement, stranger)


def test_both_open_with_the_second_and_both_hear_it(placement, guest, host, team):
    assert write_and_hand_in(placement, guest) is Opening.SEALED
    assert [Reflection.objects.visible_to(looks(each)).count() for each in (guest, host, team)] == [1, 0, 0]
    assert mails("opened") == []

    assert write_and_hand_in(placement, host) is Opening.BOTH_IN
    assert [Reflection.objects.visible_to(looks(each)).count() for each in (guest, host, team)] == [2, 2, 2]
    assert mails("opened") == sorted([guest.email, host.email])
    assert JointSummary.objects.get().text == ""


def test_the_clock_opens_what_is_in_and_the_late_one_is_open_at_once(placement, guest, host):
    write_and_hand_in(placement, guest)
    write_all(placement, host)
    assert open_in_time(TIME_UP - timedelta(seconds=1)) == 0

    assert open_in_time(TIME_UP) == 1

    assert open_in_time(TIME_UP) == 0
    # What is still a draft stays with its writer.
    assert Reflection.objects.visible_to(looks(guest)).count() == 1
    assert Reflection.objects.visible_to(looks(host)).count() == 2
    told = OutboxMail.objects.get(purpose="events.reflection_opened", to=host.email)
    assert "Die van jou kan nog komen" in told.text

    assert write_and_hand_in(placement, host, at=TIME_UP + timedelta(days=3)) is Opening.OPEN
    assert Reflection.objects.visible_to(looks(guest)).count() == 2
    assert mails("late") == [guest.email]


def test_the_first_one_after_two_weeks_opens_by_being_handed_in(placement, guest, host):
    assert open_in_time(TIME_UP) == 0

    assert write_and_hand_in(placement, guest, at=TIME_UP) is Opening.TIME_UP
    assert Reflection.objects.visible_to(looks(host)).count() == 1


def test_who_did_not_write_is_reminded_once_after_five_working_days(placement, guest, host):
    ask_both(placement, at=ENDED)
    write_and_hand_in(placement, guest)
    assert remind_writers(ENDED + timedelta(days=6)) == 0

    for _twice in range(2):
        remind_writers(ENDED + timedelta(days=8))

    assert mails("reminder") == [host.email]


def test_the_note_is_for_the_programme_team_alone(placement, guest, host, team, editor):
    write_and_hand_in(placement, guest, private_note="Zwaluwnotitie")

    found = {
        member.given_name: Reflection.objects.with_note_for(looks(member)).count()
        for member in (guest, host, team, editor)
    }
    assert found == {"Gijs": 0, "Hanna": 0, "Petra": 1, "Ed": 0}


def test_who_is_of_the_team_and_in_the_exchange_does_not_read_the_others_note(guest, team):
    placement = FinishedPlacementFactory(guest=guest, host=team)
    write_and_hand_in(placement, guest, private_note="Zwaluwnotitie")
    left = FinishedPlacementFactory(guest=guest, host=None)
    write_and_hand_in(left, guest, private_note="Andere notitie")

    found = Reflection.objects.with_note_for(looks(team))
    assert [row.private_note for row in found] == ["Andere notitie"]
    assert Reflection.objects.visible_to(looks(team)).count() == 0


def test_todos_go_when_it_is_done_and_after_a_month(placement, guest, host):
    assert len(todos_of(REFLECTION_TODOS, host, at=TIME_UP + timedelta(days=29))) == 1
    assert todos_of(REFLECTION_TODOS, host, at=TIME_UP + timedelta(days=31)) == []
    write_and_hand_in(placement, host)
    assert todos_of(REFLECTION_TODOS, host, at=NOW) == []


def test_todos_cost_one_query_for_any_number(guest, django_assert_num_queries):
    viewer = looks(guest)
    with django_assert_num_queries(1):
        assert list(REFLECTION_TODOS.todos(guest, viewer, at=NOW)) == []
    for _number in range(3):
        FinishedPlacementFactory(guest=guest)
    with django_assert_num_queries(1):
        assert len(list(REFLECTION_TODOS.todos(guest, viewer, at=NOW))) == 3
