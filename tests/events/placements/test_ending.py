"""An exchange that is off, one that runs and ends, and what the clock writes before a day."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from events.models import Application, ManagerConsent, PlacementDay
from events.placements.actions import (
    ask_manager,
    cancel_placement,
    confirm_agreement,
    follow_time,
    remind_week_before,
)
from events.placements.errors import AlreadyCancelled, NotYours, TooLateToCancel
from events.placements.listeners import placement_listeners
from events.placements.reading import versions_of
from events.placements.states import CancelReason, ConsentState, DayState, PlacementState
from portal.shared.outbox.models import OutboxMail
from tests.factories.exchange_placements import NOW, agree, confirm_both, day, write
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
NEXT = date(2027, 3, 18)


class Heard:
    def __init__(self):
        self.calls = []

    def finished(self, placement, *, at):
        self.calls.append(("finished", placement.key))

    def cancelled(self, placement, *, at):
        self.calls.append(("cancelled", placement.key))


@pytest.fixture
def heard(monkeypatch):
    listener = Heard()
    monkeypatch.setattr(placement_listeners, "_entries", {"test": (100, listener)})
    return listener


def mails(name):
    return OutboxMail.objects.filter(purpose=f"events.placement_{name}").order_by("pk")


def cancel(placement, side="guest", at=NOW, reason=CancelReason.BUSY, note="Het lukt niet."):
    return cancel_placement(placement=placement, member=getattr(placement, side), reason=reason, note=note, at=at)


@pytest.mark.parametrize("side", ["guest", "host"])
def test_either_calls_it_off_and_both_calendars_follow(agreed, heard, side):
    cancel(agreed, side)

    agreed.refresh_from_db()
    assert (agreed.state, agreed.cancelled_by, agreed.cancel_reason) == (PlacementState.CANCELLED, side, "busy")
    day_row = agreed.days.get()
    assert (day_row.state, day_row.sequence) == (DayState.CANCELLED, 1)
    assert heard.calls == [("cancelled", agreed.key)]
    assert not Application.objects.get().holds_place
    other = "host" if side == "guest" else "guest"
    [told], [noted] = mails("cancelled"), mails("cancelled_own")
    assert (told.to, noted.to) == (getattr(agreed, other).email, getattr(agreed, side).email)
    assert "Het lukt niet." in told.text


def test_the_reason_is_told_in_the_language_of_who_reads_it(agreed):
    with translation.override("en"):
        cancel(agreed)
    text = mails("cancelled").get().text
    assert "te druk in die tijd" in text


def test_an_exchange_without_agreement_is_called_off_too(placement, heard):
    cancel(placement)

    placement.refresh_from_db()
    assert placement.state == PlacementState.CANCELLED
    assert mails("cancelled").count() == 1


def test_open_questions_to_managers_end(placement):
    write(placement, placement.guest)
    confirm_both(placement)
    ask_manager(placement=placement, member=placement.guest, name="Rie", email="rie@school.example", at=NOW)

    cancel(placement)

    assert ManagerConsent.objects.get().state == ConsentState.WITHDRAWN


def test_a_second_one_is_told_that_it_is_off(agreed):
    cancel(agreed)

    with pytest.raises(AlreadyCancelled):
        cancel(agreed, "host")
    assert mails("cancelled").count() == 1


def test_a_stranger_calls_nothing_off(agreed):
    with pytest.raises(NotYours):
        cancel_placement(placement=agreed, member=MemberFactory(), reason=CancelReason.BUSY, note="", at=NOW)


def test_it_begins_and_ends_with_its_days(placement, heard):
    agree(placement, day(), day(on=NEXT))
    first, last = placement.days.order_by("starts_at")

    assert follow_time(first.starts_at - timedelta(seconds=1)) == 0
    assert follow_time(first.starts_at) == 1
    placement.refresh_from_db()
    assert placement.state == PlacementState.RUNNING
    assert follow_time(first.ends_at) == 0
    assert follow_time(last.ends_at) == 1
    assert follow_time(last.ends_at) == 0

    placement.refresh_from_db()
    assert (placement.state, placement.ended_at) == (PlacementState.DONE, last.ends_at)
    assert heard.calls == [("finished", placement.key)]


def test_a_clock_that_stood_still_catches_up(agreed, heard):
    follow_time(agreed.days.get().ends_at + timedelta(days=3))

    agreed.refresh_from_db()
    assert agreed.state == PlacementState.DONE


def test_a_change_that_nobody_confirmed_ends_with_it(agreed):
    write(agreed, agreed.guest, day(on=NEXT), at=NOW)
    follow_time(agreed.days.get().ends_at)

    assert versions_of(agreed).number == 1


def test_afterwards_it_can_be_said_for_two_weeks(agreed, heard):
    ends_at = agreed.days.get().ends_at
    follow_time(ends_at)

    cancel(agreed, at=ends_at + timedelta(days=14))

    agreed.refresh_from_db()
    assert agreed.state == PlacementState.CANCELLED
    assert [name for name, _key in heard.calls] == ["finished", "cancelled"]


def test_later_it_can_not(agreed):
    ends_at = agreed.days.get().ends_at
    follow_time(ends_at)

    with pytest.raises(TooLateToCancel):
        cancel(agreed, at=ends_at + timedelta(days=15))


def test_of_a_running_one_what_was_held_stays(placement):
    agree(placement, day(), day(on=NEXT))
    first = placement.days.order_by("starts_at").first()
    follow_time(first.starts_at)

    cancel(placement, at=first.ends_at)

    assert [row.state for row in placement.days.order_by("starts_at")] == [DayState.PLANNED, DayState.CANCELLED]


def test_the_practical_mail_goes_to_both_once(placement):
    agree(placement, practical="Neem een pas mee.", day_contact="Hilde, via de balie")
    starts_at = placement.days.get().starts_at

    moments = [starts_at - timedelta(days=8), starts_at - timedelta(days=6), starts_at - timedelta(days=5)]
    assert [remind_week_before(at) for at in moments] == [0, 1, 0]

    assert {mail.to for mail in mails("week_before")} == {placement.guest.email, placement.host.email}
    text = mails("week_before").first().text
    assert "Servicedesk" in text
    assert "Neem een pas mee." in text
    assert "Hilde, via de balie" in text


def test_nobody_is_reminded_of_what_is_off(agreed):
    starts_at = agreed.days.get().starts_at
    cancel(agreed)

    assert remind_week_before(starts_at - timedelta(days=2)) == 0


def test_nobody_is_reminded_of_a_day_that_was_left_out(placement):
    agree(placement, day(), day(on=date(2027, 4, 8)))
    keep = placement.days.get(starts_at__month=4)
    write(placement, placement.guest, day(on=date(2027, 4, 8), key=keep.key))
    confirm_agreement(placement=placement, member=placement.host, number=2, at=NOW)
    gone = PlacementDay.objects.get(state=DayState.CANCELLED)

    assert remind_week_before(gone.starts_at - timedelta(days=2)) == 0


def test_days_agreed_in_the_last_week_need_no_other_mail(placement):
    agree(placement, day(), at=NOW)
    soon = placement.days.get().starts_at - timedelta(days=3)
    write(placement, placement.guest, day(on=date(2027, 3, 12)), at=soon)
    confirm_agreement(placement=placement, member=placement.host, number=2, at=soon)

    assert remind_week_before(soon) == 0
