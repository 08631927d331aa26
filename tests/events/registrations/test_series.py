"""Signing up for a whole series: all dates or none, one line, one mail per step."""

from base64 import b64decode
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from events.meetups.actions import (
    add_occurrence,
    announce,
    announce_dates,
    cancel_dates,
    cancel_occurrence,
    change_dates,
    change_meetup,
    change_occurrence,
    set_seats,
)
from events.meetups.errors import BookingInUse
from events.meetups.plans import MeetupPlan, OccurrencePlan
from events.meetups.series import Scope
from events.meetups.states import Admission, Booking, OccurrenceState, WaitlistPolicy
from events.registrations import errors
from events.registrations.actions import (
    Guest,
    SignUp,
    accept_booking,
    accept_offer,
    approve,
    book_series,
    change_booking_choices,
    decline,
    decline_offer,
    erase_person,
    let_in,
    place_of_booking,
    put_in,
    register,
    register_guest,
    remind,
    remove,
    remove_from_date,
    sweep,
    switch_booking,
    switch_mode,
    take_back_date,
    withdraw,
    withdraw_booking,
)
from events.registrations.models import MeetupQuestion, Registration, RegistrationAnswer, SeriesBooking
from events.registrations.personal_data import REGISTRATIONS_DATA
from network.members.actions import deactivate_member
from portal.shared.outbox.models import OutboxMail
from tests.events.registrations.conftest import NOW
from tests.factories.events import START, MeetupFactory, OccurrenceFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
WEEK = timedelta(weeks=1)


@pytest.fixture
def series(agenda):
    """Three dates, a week apart, with two seats each."""
    meetup = MeetupFactory(page__parent=agenda, booking=Booking.SERIES, waitlist_policy=WaitlistPolicy.OFFER)
    for number in range(3):
        OccurrenceFactory(meetup=meetup, starts_at=START + number * WEEK, seats_on_site=2, changed_at=NOW)
    return meetup


def dates(series):
    return list(series.occurrences.order_by("starts_at"))


def book(series, member, *, at=NOW, **values):
    return book_series(meetup=series, member=member, sign_up=SignUp(**values), at=at)


def states(booking):
    """The state of a booking, and of its registrations in order of date."""
    booking = SeriesBooking.objects.get(pk=booking.pk)
    rows = booking.registrations.order_by("occurrence__starts_at")
    return booking.state, [row.state for row in rows]


def row_at(booking, number):
    return booking.registrations.order_by("occurrence__starts_at")[number]


def mails(name=None):
    rows = OutboxMail.objects.order_by("pk")
    if name:
        rows = rows.filter(purpose=f"events.registration_series_{name}")
    return [(row.purpose.removeprefix("events.registration_series_"), row.to) for row in rows]


def uids(mail):
    text = b64decode(mail.attachments[0]["content"]).decode()
    return [line.removeprefix("UID:") for line in text.splitlines() if line.startswith("UID:")]


@pytest.fixture
def full(series, people):
    """Two with seats, three in line."""
    return [book(series, member) for member in people[:5]]


def test_a_booking_has_a_seat_at_every_date_or_one_place_in_line(full, people):
    assert [states(booking) for booking in full] == [("confirmed", ["confirmed"] * 3)] * 2 + [
        ("waitlisted", ["waitlisted"] * 3)
    ] * 3
    assert [place_of_booking(booking) for booking in full] == [0, 0, 1, 2, 3]
    assert mails() == [("confirmed" if n < 2 else "waitlisted", people[n].email) for n in range(5)]


def test_one_mail_brings_all_dates_with_the_uids_of_the_feeds(full, series, people):
    mail = OutboxMail.objects.get(to=people[0].email)
    assert mail.attachments[0]["mimetype"] == "text/calendar; method=PUBLISH"
    assert sorted(uids(mail)) == sorted(date.uid for date in dates(series))
    for date in dates(series):
        assert date.starts_at.strftime("%-d februari 2027") in mail.text
    waiting = OutboxMail.objects.get(to=people[3].email)
    assert "nummer 2" in waiting.text
    assert "Alle 2 plekken in de zaal zijn bezet." in waiting.text
    assert waiting.attachments == []


def test_one_full_date_keeps_the_whole_booking_in_line_and_is_named(series, people):
    second = dates(series)[1]
    for member in people[:2]:
        put_in(occurrence=second, member=member, sign_up=SignUp(), by=people[5], reason="Gast.", at=NOW)
    booking = book(series, people[2])
    assert states(booking) == ("waitlisted", ["waitlisted"] * 3)
    text = OutboxMail.objects.get(to=people[2].email).text
    assert "18 februari 2027" in text.partition("Deze datum is vol")[2].partition("\n")[0]


def test_two_clicks_are_one_booking(series, people):
    assert book(series, people[0]) == book(series, people[0], at=LATER)
    assert (SeriesBooking.objects.count(), Registration.objects.count(), len(mails())) == (1, 3, 1)


def test_who_books_while_it_runs_books_what_is_to_come(series, people):
    booking = book(series, people[0], at=START + timedelta(hours=1))
    assert [row.occurrence for row in booking.registrations.order_by("pk")] == dates(series)[1:]


def test_single_dates_are_not_signed_up_for(series, date, people):
    with pytest.raises(errors.WholeSeries):
        register(occurrence=dates(series)[0], member=people[0], sign_up=SignUp(), at=NOW)
    with pytest.raises(errors.WholeSeries):
        register_guest(occurrence=dates(series)[0], guest=Guest("G", "g@x.example"), sign_up=SignUp(), at=NOW)
    with pytest.raises(errors.PerDate):
        book(date.meetup, people[0])
    assert not Registration.objects.exists()


def test_withdrawing_frees_every_date_and_the_first_in_line_is_asked_once(full, people):
    withdraw_booking(booking=full[0], at=LATER)
    withdraw_booking(booking=full[0], at=LATER)
    assert states(full[0]) == ("withdrawn", ["withdrawn"] * 3)
    assert states(full[2]) == ("offered", ["offered"] * 3)
    assert mails()[5:] == [("withdrawn", people[0].email), ("offered", people[2].email)]
    offered = SeriesBooking.objects.get(pk=full[2].pk)
    assert offered.hold_ends_at == LATER + timedelta(hours=48)
    assert set(offered.registrations.values_list("hold_ends_at", flat=True)) == {offered.hold_ends_at}
    gone = OutboxMail.objects.get(purpose="events.registration_series_withdrawn")
    assert (gone.attachments[0]["mimetype"], len(uids(gone))) == ("text/calendar; method=CANCEL", 3)


def test_an_offer_is_taken_for_all_dates_at_once(full, people):
    withdraw_booking(booking=full[0], at=LATER)
    for _click in range(2):
        accept_booking(booking=full[2], at=LATER)
    accept_offer(registration=row_at(full[2], 1), at=LATER)
    assert states(full[2]) == ("confirmed", ["confirmed"] * 3)
    assert mails("confirmed") == [("confirmed", people[n].email) for n in (0, 1, 2)]


def test_an_offer_that_is_declined_or_lapses_goes_to_the_next(full, people):
    withdraw_booking(booking=full[0], at=LATER)
    decline_offer(registration=row_at(full[2], 0), at=LATER)
    assert (states(full[2])[0], states(full[3])[0]) == ("withdrawn", "offered")
    too_late = LATER + timedelta(hours=48)
    with pytest.raises(errors.OfferOver):
        accept_booking(booking=full[3], at=too_late)
    assert states(full[3]) == ("lapsed", ["lapsed"] * 3)
    assert states(full[4])[0] == "offered"
    assert mails("lapsed") == [("lapsed", people[3].email)]


def test_the_clock_lets_an_offer_of_a_series_lapse_once(full):
    withdraw_booking(booking=full[0], at=LATER)
    assert sweep(LATER) == 0
    assert sweep(LATER + timedelta(hours=48)) == 2
    assert sweep(LATER + timedelta(hours=48)) == 0
    assert (states(full[2])[0], states(full[3])[0]) == ("lapsed", "offered")


def test_in_the_last_day_before_the_first_date_nobody_is_asked(full, people):
    withdraw_booking(booking=full[0], at=START - timedelta(hours=23))
    assert states(full[2]) == ("confirmed", ["confirmed"] * 3)
    assert mails("promoted") == [("promoted", people[2].email)]


def test_the_deadline_counts_from_the_first_date_that_is_to_come(full):
    withdraw_booking(booking=full[0], at=START + timedelta(hours=1))
    booking = SeriesBooking.objects.get(pk=full[2].pk)
    assert booking.state == "offered"
    assert booking.hold_ends_at <= START + WEEK - timedelta(hours=24)
    assert states(full[2])[1] == ["waitlisted", "offered", "offered"]


def test_leaving_out_one_date_keeps_the_others_and_moves_nobody_up(full, people):
    withdraw(registration=row_at(full[0], 1), at=LATER)
    withdraw(registration=row_at(full[0], 1), at=LATER)
    assert states(full[0]) == ("confirmed", ["confirmed", "withdrawn", "confirmed"])
    assert states(full[2])[0] == "waitlisted"
    (told,) = OutboxMail.objects.filter(purpose="events.registration_series_date_off")
    assert "Je houdt je plek in de reeks" in told.text
    assert len(uids(told)) == 1


def test_a_date_that_was_left_out_can_be_taken_back(full, people):
    withdraw(registration=row_at(full[0], 1), at=LATER)
    left_out = Registration.objects.get(series_booking=full[0], state="withdrawn")
    again = take_back_date(registration=left_out, at=LATER)
    assert take_back_date(registration=left_out, at=LATER) == again
    assert (again.state, again.series_booking, again.mode) == ("confirmed", full[0], left_out.mode)
    assert states(full[2])[0] == "waitlisted"
    told = OutboxMail.objects.get(purpose="events.registration_confirmed")
    assert told.to == people[0].email


def test_a_left_out_date_whose_seat_went_stays_out(full, people):
    date = row_at(full[0], 1).occurrence
    withdraw(registration=row_at(full[0], 1), at=LATER)
    put_in(occurrence=date, member=people[5], sign_up=SignUp(), by=people[5], reason="Gast.", at=LATER)
    left_out = Registration.objects.get(series_booking=full[0], state="withdrawn")
    with pytest.raises(errors.DateFull):
        take_back_date(registration=left_out, at=LATER)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(hours=3)])
def test_a_date_that_began_is_not_taken_back(full, later):
    withdraw(registration=row_at(full[0], 1), at=LATER)
    left_out = Registration.objects.get(series_booking=full[0], state="withdrawn")
    with pytest.raises(errors.Started):
        take_back_date(registration=left_out, at=left_out.occurrence.starts_at + later)


def test_who_left_the_series_takes_no_date_back(full):
    withdraw(registration=row_at(full[0], 1), at=LATER)
    left_out = Registration.objects.get(series_booking=full[0], state="withdrawn")
    withdraw_booking(booking=full[0], at=LATER)
    with pytest.raises(errors.StepRefused):
        take_back_date(registration=left_out, at=LATER)


def test_a_left_out_date_is_taken_back_on_the_page_of_the_series(client, full, people):
    withdraw(registration=row_at(full[0], 1), at=LATER)
    left_out = Registration.objects.get(series_booking=full[0], state="withdrawn")
    with time_machine.travel(LATER, tick=False):
        client.force_login(people[0])
        address = reverse("registrations:take_back", args=[left_out.key])
        assert address in client.get(reverse("registrations:booking", args=[full[0].key])).content.decode()
        assert "Kom je toch" in client.get(address).content.decode()
        assert states(full[0])[1][1] == "withdrawn"
        page = client.post(address, follow=True).content.decode()
    assert "Je komt weer op deze datum" in page
    assert address not in page


def test_leaving_out_the_last_date_is_withdrawing(full, people):
    for number in range(3):
        withdraw(registration=row_at(full[0], number), at=LATER)
    assert states(full[0])[0] == "withdrawn"
    assert states(full[2])[0] == "offered"
    assert [name for name, to in mails() if to == people[0].email] == ["confirmed", "date_off", "date_off", "withdrawn"]


def test_who_waits_waits_for_all_dates_together(full):
    with pytest.raises(errors.SeatFirst):
        withdraw(registration=row_at(full[2], 0), at=LATER)
    assert states(full[2]) == ("waitlisted", ["waitlisted"] * 3)


def test_an_organiser_gives_a_left_out_date_back(full, people):
    date = row_at(full[0], 1).occurrence
    withdraw(registration=row_at(full[0], 1), at=LATER)
    row = put_in(occurrence=date, member=people[0], sign_up=SignUp(), by=people[5], reason="Kan toch.", at=LATER)
    assert (row.state, row.series_booking) == ("confirmed", full[0])


def test_a_seat_at_one_date_counts_when_the_series_is_booked(series, people):
    first = dates(series)[0]
    own = put_in(occurrence=first, member=people[0], sign_up=SignUp(), by=people[5], reason="Gast.", at=NOW)
    put_in(occurrence=first, member=people[1], sign_up=SignUp(), by=people[5], reason="Gast.", at=NOW)
    booking = book(series, people[0])
    assert states(booking) == ("confirmed", ["confirmed"] * 3)
    assert Registration.objects.get(pk=own.pk).series_booking == booking
    assert states(book(series, people[2]))[0] == "waitlisted"


def test_a_single_date_of_who_waits_joins_the_booking_when_it_gets_its_seats(series, people):
    first, second, _third = dates(series)
    own = put_in(occurrence=first, member=people[0], sign_up=SignUp(), by=people[5], reason="Gast.", at=NOW)
    guests = [
        put_in(occurrence=second, member=member, sign_up=SignUp(), by=people[5], reason="Gast.", at=NOW)
        for member in people[1:3]
    ]
    booking = book(series, people[0])
    assert states(booking) == ("waitlisted", ["waitlisted"] * 2)
    remove(registration=guests[0], by=people[5], reason="Ziek.", at=LATER)
    accept_booking(booking=booking, at=LATER)
    assert states(booking) == ("confirmed", ["confirmed"] * 3)
    assert Registration.objects.get(pk=own.pk).series_booking == booking


def test_more_seats_have_to_be_there_at_every_date(full, series):
    first, second, third = dates(series)
    for date in (first, second):
        set_seats(occurrence=date, on_site=3, online=None, at=LATER)
    assert states(full[2])[0] == "waitlisted"
    set_seats(occurrence=third, on_site=3, online=None, at=LATER)
    assert (states(full[2])[0], states(full[3])[0]) == ("offered", "waitlisted")


def test_raising_the_seats_of_all_dates_at_once_moves_the_line_once(full, series, people):
    plan = OccurrencePlan.of(dates(series)[0])
    more = type(plan)(**{**vars(plan), "seats_on_site": 4})
    change_dates(occurrence=dates(series)[0], plan=more, scope=Scope.ALL, at=LATER)
    assert [states(booking)[0] for booking in full[2:]] == ["offered", "offered", "waitlisted"]
    assert mails("offered") == [("offered", people[2].email), ("offered", people[3].email)]


def test_the_full_date_that_does_not_go_on_lets_the_line_in(series, people):
    second = dates(series)[1]
    for member in people[:2]:
        put_in(occurrence=second, member=member, sign_up=SignUp(), by=people[5], reason="Gast.", at=NOW)
    booking = book(series, people[2])
    cancel_occurrence(occurrence=second, reason="Zaal dicht.", at=LATER)
    assert states(booking) == ("offered", ["offered", "waitlisted", "offered"])


def test_the_full_date_that_is_over_lets_the_line_in(series, people):
    first = dates(series)[0]
    for member in people[:2]:
        put_in(occurrence=first, member=member, sign_up=SignUp(), by=people[5], reason="Gast.", at=NOW)
    booking = book(series, people[2])
    assert sweep(START) == 1
    assert states(booking) == ("offered", ["waitlisted", "offered", "offered"])


def test_nothing_moves_when_all_dates_have_begun(full):
    after = START + 3 * WEEK
    with pytest.raises(errors.Started):
        withdraw_booking(booking=full[0], at=after)
    assert sweep(after) == 0


def test_organisers_answer_remove_and_let_in_for_the_whole_series(series, people):
    series.admission = Admission.APPROVAL
    series.save()
    bookings = [book(series, member) for member in people[:4]]
    assert {states(booking)[0] for booking in bookings} == {"approval"}
    for booking in bookings[:3]:
        approve(registration=row_at(booking, 0), by=people[5], at=LATER)
    decline(registration=row_at(bookings[3], 2), by=people[5], reason="Te veel.", at=LATER)
    assert [states(booking) for booking in bookings] == [
        ("confirmed", ["confirmed"] * 3),
        ("confirmed", ["confirmed"] * 3),
        ("waitlisted", ["waitlisted"] * 3),
        ("declined", ["declined"] * 3),
    ]
    let_in(registration=row_at(bookings[2], 0), by=people[5], reason="Spreker.", at=LATER)
    assert states(bookings[2]) == ("confirmed", ["confirmed"] * 3)
    assert set(bookings[2].registrations.values_list("override_reason", flat=True)) == {"Spreker."}
    remove(registration=row_at(bookings[0], 1), by=people[5], reason="Dubbel.", at=LATER)
    assert states(bookings[0]) == ("removed", ["removed"] * 3)
    assert mails()[4:] == [
        ("confirmed", people[0].email),
        ("confirmed", people[1].email),
        ("waitlisted", people[2].email),
        ("declined", people[3].email),
        ("promoted", people[2].email),
        ("removed", people[0].email),
    ]


def test_an_organiser_takes_someone_out_of_one_date(full, people):
    remove_from_date(registration=row_at(full[0], 0), by=people[5], reason="Andere groep.", at=LATER)
    assert states(full[0]) == ("confirmed", ["removed", "confirmed", "confirmed"])
    assert "Andere groep." in OutboxMail.objects.get(purpose="events.registration_series_date_off").text


def hybrid(series, online):
    series.occurrences.update(has_online=True, seats_online=online, online_url="https://video.example/zaal")


def test_switching_takes_a_seat_there_at_every_date_or_none(full, series, people):
    hybrid(series, 1)
    series.occurrences.filter(pk=dates(series)[2].pk).update(seats_online=0)
    with pytest.raises(errors.NoSeatThere):
        switch_mode(registration=row_at(full[0], 0), mode="online", at=LATER)
    assert set(full[0].registrations.values_list("mode", flat=True)) == {"on_site"}
    hybrid(series, 1)
    switch_mode(registration=row_at(full[0], 0), mode="online", at=LATER)
    assert set(full[0].registrations.values_list("mode", flat=True)) == {"online"}
    assert states(full[2])[0] == "offered"
    assert "https://video.example/zaal" in OutboxMail.objects.filter(to=people[0].email).order_by("pk").last().text


def test_who_waits_and_switches_joins_the_end_of_the_line(full, series):
    hybrid(series, 0)
    switch_mode(registration=row_at(full[2], 0), mode="online", at=LATER)
    switched = SeriesBooking.objects.get(pk=full[2].pk)
    assert (switched.mode, switched.queued_at, place_of_booking(switched)) == ("online", LATER, 1)
    assert place_of_booking(SeriesBooking.objects.get(pk=full[3].pk)) == 1


@pytest.mark.parametrize("change", [{}, {"state": "cancelled", "reason": "Storm.", "cancelled_at": LATER}])
def test_when_all_dates_began_or_are_cancelled_nothing_is_left_to_switch(full, series, change):
    hybrid(series, 1)
    series.occurrences.update(changed_at=LATER, **change)
    with pytest.raises(errors.Started):
        switch_booking(booking=full[0], mode="online", at=LATER if change else START + 10 * WEEK)


def another(series, *, seats=2, weeks=3):
    starts_at = START + weeks * WEEK
    plan = OccurrencePlan(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), seats_on_site=seats)
    return add_occurrence(meetup=series, plan=plan, at=LATER)


def test_dates_that_join_are_for_everyone_who_booked_with_one_mail(full, series, people):
    question = MeetupQuestion.objects.create(meetup=series, label="Welk vak?")
    change_booking_choices(booking=full[0], sign_up=SignUp(answers={question.pk: "Wiskunde"}, needs="Een lift"), at=NOW)
    announce_dates(occurrences=[another(series), another(series, weeks=4)], at=LATER)
    assert [states(booking) for booking in (full[0], full[2])] == [
        ("confirmed", ["confirmed"] * 5),
        ("waitlisted", ["waitlisted"] * 5),
    ]
    assert [place_of_booking(booking) for booking in full[2:]] == [1, 2, 3]
    new = row_at(full[0], 4)
    assert (new.answers.get().value, new.access_need.text) == ("Wiskunde", "Een lift")
    assert mails("changed") == [("changed", member.email) for member in people[:5]]
    told = OutboxMail.objects.get(purpose="events.registration_series_changed", to=people[0].email)
    assert len(uids(told)) == 2
    assert "11 maart 2027" in told.text


def test_a_date_that_joins_has_to_hold_everyone(full, series):
    small = another(series, seats=1)
    with pytest.raises(errors.SeriesDoesNotFit):
        announce(occurrence=small, at=LATER)
    small.refresh_from_db()
    assert small.state == OccurrenceState.DRAFT
    assert Registration.objects.filter(occurrence=small).count() == 0


def test_a_moved_date_is_told_once_with_what_it_was(full, series, people):
    plan = OccurrencePlan.of(dates(series)[1])
    moved = type(plan)(**{**vars(plan), "place": "Aula"})
    change_occurrence(occurrence=dates(series)[1], plan=moved, at=LATER)
    assert mails("changed") == [("changed", member.email) for member in people[:5]]
    told = OutboxMail.objects.get(purpose="events.registration_series_changed", to=people[0].email)
    assert "Brugzaal" in told.text
    assert "Aula" in told.text
    assert uids(told) == [dates(series)[1].uid]
    waiting = OutboxMail.objects.get(purpose="events.registration_series_changed", to=people[3].email)
    assert waiting.attachments == []
    assert "plek in de rij" in waiting.text


def offered_seats(full, series, starts_in):
    """Let the first in line be offered the seats, then move the first date."""
    withdraw_booking(booking=full[0], at=LATER)
    starts_at = LATER + starts_in
    plan = replace(OccurrencePlan.of(dates(series)[0]), starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    change_occurrence(occurrence=dates(series)[0], plan=plan, at=LATER)
    return OutboxMail.objects.get(purpose="events.registration_series_changed", to=full[2].member.email).text


def test_offered_seats_of_a_series_are_kept_no_longer_than_its_first_date_allows(full, series):
    text = offered_seats(full, series, timedelta(hours=40))
    expected = LATER + timedelta(hours=16)
    booking = SeriesBooking.objects.get(pk=full[2].pk)
    assert {booking.hold_ends_at, *booking.registrations.values_list("hold_ends_at", flat=True)} == {expected}
    assert "We houden je plekken vast tot dinsdag 5 januari 2027 om 02.00" in text
    assert "rij" not in text


def test_who_asked_for_a_series_reads_that_the_organisers_still_look(series, people):
    series.admission = Admission.APPROVAL
    series.save()
    book(series, people[0])
    change_occurrence(
        occurrence=dates(series)[1], plan=replace(OccurrencePlan.of(dates(series)[1]), place="Aula"), at=LATER
    )
    text = OutboxMail.objects.get(purpose="events.registration_series_changed").text
    assert "De organisatoren kijken nog naar je verzoek." in text
    assert "rij" not in text


def test_moving_all_dates_is_one_mail_each(full, series, people):
    plan = OccurrencePlan.of(dates(series)[0])
    moved = type(plan)(**{**vars(plan), "place": "Aula"})
    change_dates(occurrence=dates(series)[0], plan=moved, scope=Scope.ALL, at=LATER)
    assert len(mails("changed")) == 5


def test_cancelling_the_rest_is_one_mail_each_and_a_file_that_takes_them_out(full, series, people):
    cancel_dates(occurrence=dates(series)[1], reason="Begeleider ziek.", scope=Scope.FOLLOWING, at=LATER)
    assert mails("cancelled") == [("cancelled", member.email) for member in people[:5]]
    told = OutboxMail.objects.get(purpose="events.registration_series_cancelled", to=people[0].email)
    assert (len(uids(told)), "Begeleider ziek." in told.text) == (2, True)
    assert "Je houdt je plek in de reeks" in told.text


def test_a_reminder_is_per_date_and_only_for_who_comes_to_it(full, series, people):
    series.reminder_hours = [24]
    series.save()
    withdraw(registration=row_at(full[0], 0), at=LATER)
    remind(START - timedelta(hours=24))
    told = OutboxMail.objects.filter(purpose="events.registration_reminder")
    assert [mail.to for mail in told] == [people[1].email]


def test_an_erased_member_frees_every_date_and_keeps_the_count(full, people):
    assert "series" in REGISTRATIONS_DATA.export(people[0].key)
    assert len(REGISTRATIONS_DATA.export(people[0].key)["series"]) == 1
    assert erase_person(member=people[0], at=LATER) > 0
    assert erase_person(member=people[0], at=LATER) == 0
    assert states(full[0]) == ("withdrawn", ["withdrawn"] * 3)
    assert states(full[2])[0] == "offered"
    people[0].delete()
    assert SeriesBooking.objects.count() == 5


def test_answers_are_asked_once_and_stand_with_every_date(series, people):
    question = MeetupQuestion.objects.create(meetup=series, label="Welk vak?", is_required=True)
    with pytest.raises(errors.AnswerMissing):
        book(series, people[0])
    assert not SeriesBooking.objects.exists()
    book(series, people[0], answers={question.pk: "Wiskunde"})
    assert RegistrationAnswer.objects.count() == 3


def test_a_school_at_its_maximum_waits_and_lets_others_by(series, people):
    series.most_per_institution = 1
    series.save()
    school = InstitutionFactory()
    for member in people[:2]:
        AffiliationFactory(member=member, institution=school)
    bookings = [book(series, member) for member in people[:3]]
    assert [states(booking)[0] for booking in bookings] == ["confirmed", "waitlisted", "confirmed"]
    assert "jouw school" in OutboxMail.objects.get(to=people[1].email).text


@pytest.mark.parametrize(("limit", "refusal"), [(0, errors.NoSeatLeft), (3, errors.WaitlistFull)])
def test_a_line_has_an_end(full, series, people, limit, refusal):
    series.waitlist_limit = limit
    series.save()
    with pytest.raises(refusal):
        book(series, people[5])


def test_what_one_signs_up_for_stays_while_people_are_signed_up(full, series):
    with pytest.raises(BookingInUse):
        change_meetup(meetup=series, plan=MeetupPlan(booking=Booking.PER_DATE), at=LATER)
    series.refresh_from_db()
    assert series.booking == Booking.SERIES
    while booking := SeriesBooking.objects.active().first():
        withdraw_booking(booking=booking, at=LATER)
    change_meetup(meetup=series, plan=MeetupPlan(booking=Booking.PER_DATE), at=LATER)
    series.refresh_from_db()
    assert series.booking == Booking.PER_DATE


def test_a_series_that_is_over_can_be_booked_anew(full, series, people):
    after = START + 4 * WEEK
    starts_at = after + WEEK
    plan = OccurrencePlan(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), seats_on_site=2)
    announce(occurrence=add_occurrence(meetup=series, plan=plan, at=after), at=after)
    assert states(full[0]) == ("confirmed", ["confirmed"] * 3)
    again = book(series, people[0], at=after)
    assert (again != full[0], states(again)) == (True, ("confirmed", ["confirmed"]))


def test_moving_up_costs_the_same_queries_for_a_long_line(series, django_assert_max_num_queries):
    bookings = [book(series, member) for member in MemberFactory.create_batch(14)]
    with django_assert_max_num_queries(60):
        withdraw_booking(booking=bookings[0], at=LATER)


def test_only_who_has_seats_reads_the_address_to_take_part_online(series, people):
    room = "https://video.example/zaal-7"
    series.occurrences.update(has_on_site=False, has_online=True, seats_online=1, online_url=room)
    for member in people[:2]:
        book(series, member, mode="online")
    date = dates(series)[1]
    plan = OccurrencePlan.of(date)
    later = timedelta(hours=4)
    moved = replace(plan, starts_at=plan.starts_at + later, ends_at=plan.ends_at + later)
    change_occurrence(occurrence=date, plan=moved, at=LATER)
    told = OutboxMail.objects.filter(purpose="events.registration_series_changed")
    assert {mail.to: room in mail.text for mail in told} == {people[0].email: True, people[1].email: False}


def test_seats_of_a_series_pass_who_can_not_sign_in_any_more(full, people):
    deactivate_member(member=people[2])
    withdraw_booking(booking=full[0], at=LATER)
    assert [states(booking)[0] for booking in full[2:4]] == ["waitlisted", "offered"]


def test_mails_of_a_series_are_in_the_language_of_who_reads_them(full, series, people):
    with translation.override("en"):
        book(series, people[5])
        change_occurrence(
            occurrence=dates(series)[1], plan=replace(OccurrencePlan.of(dates(series)[1]), place="Aula"), at=LATER
        )
    text = OutboxMail.objects.get(purpose="events.registration_series_waitlisted", to=people[5].email).text
    assert "Deze datum is vol: donderdag 11 februari 2027" in text
    text = OutboxMail.objects.get(purpose="events.registration_series_changed", to=people[0].email).text
    assert "Het was: donderdag 18 februari 2027" in text
    assert "Thursday" not in text
