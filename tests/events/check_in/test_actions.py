"""What happens at the door: in once, undone, late from a phone, without a seat, and who did not come."""

from datetime import timedelta

import pytest

from events.check_in.actions import check_in, forget_person, outdate_log, undo_check_in, walk_in
from events.check_in.errors import CheckInOver, DoesNotGoOn, HasNoSeat, NotOpenYet, TokenTaken
from events.check_in.rules import Tap
from events.meetups.actions import cancel_occurrence
from events.meetups.states import Booking
from events.models import CheckIn, Registration
from events.registrations.actions import Guest, SignUp, book_series, merge_guest, place_of_booking
from events.registrations.errors import NoRegistration, ReasonMissing
from portal.shared.outbox.models import OutboxMail
from tests.events.check_in.conftest import DOOR
from tests.factories.events import START, OccurrenceFactory, RegistrationFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db


def stand(row):
    row.refresh_from_db()
    return row.attendance, row.checked_in_at


def test_first_one_to_check_someone_in_stands(noor, sanne, daan):
    first = check_in(registration=noor, by=sanne, at=DOOR)
    second = check_in(registration=noor, by=daan, at=DOOR + timedelta(minutes=5))

    assert (first.tap, second.tap) == (Tap.DONE, Tap.ALREADY)
    assert (second.last.at, second.last.by_key) == (DOOR, sanne.key)
    assert stand(noor) == ("present", DOOR)
    assert CheckIn.objects.count() == 1


def test_an_undo_is_kept_in_the_log(noor, sanne, daan):
    check_in(registration=noor, by=sanne, at=DOOR)
    undone = undo_check_in(registration=noor, by=daan, at=DOOR + timedelta(minutes=1))

    assert undone.tap == Tap.DONE
    assert stand(noor) == ("unknown", None)
    assert list(CheckIn.objects.values_list("step", "by_key")) == [("in", sanne.key), ("out", daan.key)]
    assert undo_check_in(registration=noor, by=daan, at=DOOR).tap == Tap.ALREADY


def test_the_same_tap_sent_twice_is_one(noor, sanne, date):
    first = check_in(registration=noor, by=sanne, at=DOOR, token="tik-00000001")
    undo_check_in(registration=noor, by=sanne, at=DOOR + timedelta(minutes=1))
    again = check_in(registration=noor, by=sanne, at=DOOR + timedelta(minutes=2), token="tik-00000001")

    assert (first.tap, again.tap) == (Tap.DONE, Tap.DONE)
    assert stand(noor) == ("unknown", None)
    other = RegistrationFactory(occurrence=date)
    with pytest.raises(TokenTaken):
        check_in(registration=other, by=sanne, at=DOOR, token="tik-00000001")


def test_a_tap_a_phone_kept_has_its_own_moment_and_passes_no_later_one(noor, sanne, daan):
    check_in(registration=noor, by=sanne, at=DOOR, ago=timedelta(minutes=6))
    assert stand(noor) == ("present", DOOR - timedelta(minutes=6))
    undo_check_in(registration=noor, by=daan, at=DOOR)

    late = check_in(registration=noor, by=sanne, at=DOOR + timedelta(minutes=1), ago=timedelta(minutes=3))

    assert (late.tap, late.last.by_key) == (Tap.OUTDATED, daan.key)
    assert stand(noor) == ("unknown", None)


@pytest.mark.parametrize(
    ("at", "refusal"),
    [
        pytest.param(START - timedelta(days=1, minutes=1), NotOpenYet, id="too early"),
        pytest.param(START + timedelta(days=3), CheckInOver, id="too late"),
    ],
)
def test_not_outside_of_the_window(noor, sanne, at, refusal):
    with pytest.raises(refusal):
        check_in(registration=noor, by=sanne, at=at)
    assert stand(noor) == ("unknown", None)


def test_not_at_a_date_that_does_not_go_on(noor, sanne, date):
    cancel_occurrence(occurrence=date, reason="Storm.", at=DOOR)
    with pytest.raises(DoesNotGoOn):
        check_in(registration=noor, by=sanne, at=DOOR)


@pytest.mark.parametrize("state", ["waitlisted", "withdrawn", "approval"])
def test_not_without_a_seat(noor, sanne, state):
    Registration.objects.filter(pk=noor.pk).update(state=state, queued_at=DOOR)
    with pytest.raises(HasNoSeat):
        check_in(registration=noor, by=sanne, at=DOOR)


def test_who_walks_in_gets_a_seat_with_a_reason_and_is_in(date, sanne):
    late = START + timedelta(minutes=10)
    member = MemberFactory()
    with pytest.raises(ReasonMissing):
        walk_in(occurrence=date, person=member, sign_up=SignUp(), by=sanne, reason=" ", at=late)

    walk_in(occurrence=date, person=member, sign_up=SignUp(), by=sanne, reason="Komt met Noor mee", at=late)
    walk_in(occurrence=date, person=member, sign_up=SignUp(), by=sanne, reason="Nog eens", at=late)

    row = Registration.objects.get()
    assert (row.member, row.state, row.attendance, row.checked_in_at) == (member, "confirmed", "present", late)
    assert list(row.moves.values_list("note", "by_key")) == [("Komt met Noor mee", sanne.key)]
    # It began: no mail that says there is a seat.
    assert not OutboxMail.objects.exists()


def test_who_walks_in_above_the_seats_and_from_the_waitlist(date, sanne):
    for _seat in range(3):
        RegistrationFactory(occurrence=date)
    waiting = RegistrationFactory(occurrence=date, state="waitlisted", queued_at=DOOR)
    walk_in(occurrence=date, person=waiting.member, sign_up=SignUp(), by=sanne, reason="Er is nog een stoel", at=START)
    guest = Guest("Bo Rijn", "Bo@Elders.example ", "Bureau Rijn")
    walk_in(occurrence=date, person=guest, sign_up=SignUp(), by=sanne, reason="Collega van de spreker", at=START)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attendance, waiting.override_reason) == (
        "confirmed",
        "present",
        "Er is nog een stoel",
    )
    row = Registration.objects.get(guest_email="bo@elders.example")
    assert (row.guest_name, row.guest_organisation, row.attendance) == ("Bo Rijn", "Bureau Rijn", "present")
    assert row.override_reason == "Collega van de spreker"
    member = MemberFactory(email="bo@elders.example")
    merge_guest(member=member, email="bo@elders.example", at=START)
    row.refresh_from_db()
    assert (row.member, row.attendance) == (member, "present")


def test_a_drop_in_hour_has_no_list_to_walk_into(date, meetup, sanne):
    meetup.admission = "none"
    meetup.save()
    with pytest.raises(NoRegistration):
        walk_in(occurrence=date, person=MemberFactory(), sign_up=SignUp(), by=sanne, reason="x", at=START)


def test_the_log_forgets_people_and_is_forgotten(noor, sanne, date):
    check_in(registration=noor, by=sanne, at=DOOR)
    assert forget_person(member=sanne) == 1
    assert CheckIn.objects.get().by_key == ""
    assert outdate_log(at=date.ends_at + timedelta(days=100)) == 0
    assert forget_person(member=noor.member) == 1
    assert forget_person(member=noor.member) == 0

    check_in(registration=RegistrationFactory(occurrence=date), by=sanne, at=DOOR)
    assert outdate_log(at=date.ends_at + timedelta(days=184)) == 1


@pytest.mark.parametrize("at", [DOOR, START + timedelta(minutes=5)])
def test_who_waits_for_a_series_and_walks_in_comes_to_this_date_only(date, meetup, sanne, at):
    meetup.booking = Booking.SERIES
    meetup.save()
    date.seats_on_site = 1
    date.save()
    later = OccurrenceFactory(meetup=meetup, starts_at=START + timedelta(weeks=1), seats_on_site=1)
    sign_up = {"meetup": meetup, "sign_up": SignUp(), "at": DOOR - timedelta(days=3)}
    book_series(member=MemberFactory(), **sign_up)
    waiting = MemberFactory()
    booking = book_series(member=waiting, **sign_up)
    walk_in(occurrence=date, person=waiting, sign_up=SignUp(), by=sanne, reason="Er is nog een stoel", at=at)
    tonight = Registration.objects.confirmed().get(occurrence=date, member=waiting)
    assert (tonight.attendance, tonight.override_reason) == ("present", "Er is nog een stoel")
    booking.refresh_from_db()
    assert (booking.state, place_of_booking(booking)) == ("waitlisted", 1)
    assert Registration.objects.active().get(occurrence=later, member=waiting).state == "waitlisted"
