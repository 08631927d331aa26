"""A date that does not go on gives nobody a seat any more, whatever was still open when it was cancelled."""

import re

import pytest
from django.urls import reverse

from events.meetups.actions import cancel_occurrence
from events.meetups.states import Admission, Booking
from events.registrations import errors
from events.registrations.actions import (
    Guest,
    SignUp,
    accept_booking,
    accept_offer,
    approve,
    approve_booking,
    book_series,
    confirm_guest,
    let_in,
    let_in_booking,
    register,
    register_guest,
    withdraw,
    withdraw_booking,
)
from events.registrations.models import Registration, SeriesBooking
from portal.shared.links.models import SecretLink
from portal.shared.outbox.models import OutboxMail
from tests.events.registrations.conftest import NOW
from tests.factories.events import OccurrenceFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_january(time_machine):
    time_machine.move_to(NOW, tick=False)


def cancel(date):
    cancel_occurrence(occurrence=date, reason="De spreker is ziek.", at=NOW)
    OutboxMail.objects.all().delete()


@pytest.fixture
def offered(date, people):
    """The third of the three in line was offered the seat of the first."""
    rows = [register(occurrence=date, member=member, sign_up=SignUp(), at=NOW) for member in people[:3]]
    withdraw(registration=rows[0], at=NOW)
    row = Registration.objects.get(pk=rows[2].pk)
    assert row.state == "offered"
    return row


def test_an_offered_seat_is_no_longer_taken(offered, date):
    cancel(date)
    with pytest.raises(errors.NotPlanned):
        accept_offer(registration=offered, at=NOW)
    offered.refresh_from_db()
    assert offered.state == "offered"
    assert not OutboxMail.objects.exists()


def test_the_page_of_an_offer_says_that_it_does_not_go_on(client, offered, date):
    cancel(date)
    client.force_login(offered.member)
    page = client.get(reverse("registrations:answer", args=[offered.key])).content.decode()
    assert "Dit gaat niet door" in page
    assert 'value="ja"' not in page


def test_a_guest_who_opens_the_first_mail_too_late_gets_no_seat(client, date):
    guest = Guest("Gast van Buiten", "gast@buiten.example")
    row = register_guest(occurrence=date, guest=guest, sign_up=SignUp(), at=NOW)
    page = re.search(r"/agenda/aanmelding/[^/\s]+/", OutboxMail.objects.get().text)[0]
    cancel(date)
    with pytest.raises(errors.NotPlanned):
        confirm_guest(registration=row, link=SecretLink.objects.get(), at=NOW)
    assert "De spreker is ziek." in client.post(page, {"stap": "bevestigen"}).content.decode()
    row.refresh_from_db()
    assert row.state == "held"
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("step", [approve, let_in])
def test_organisers_let_nobody_in(date, people, step):
    date.meetup.admission = Admission.APPROVAL
    date.meetup.save()
    row = register(occurrence=date, member=people[0], sign_up=SignUp(), at=NOW)
    cancel(date)
    reason = {"reason": "Toch welkom."} if step is let_in else {}
    with pytest.raises(errors.NotPlanned):
        step(registration=row, by=people[5], at=NOW, **reason)
    row.refresh_from_db()
    assert row.state == "approval"
    assert not OutboxMail.objects.exists()


@pytest.fixture
def series(meetup):
    meetup.booking = Booking.SERIES
    meetup.save()
    return OccurrenceFactory(meetup=meetup, seats_on_site=1, changed_at=NOW)


def test_an_offered_series_of_which_nothing_goes_on_is_no_longer_taken(client, series):
    first, second = [
        book_series(meetup=series.meetup, member=member, sign_up=SignUp(), at=NOW)
        for member in MemberFactory.create_batch(2)
    ]
    withdraw_booking(booking=first, at=NOW)
    cancel(series)
    with pytest.raises(errors.NotPlanned):
        accept_booking(booking=second, at=NOW)
    assert SeriesBooking.objects.get(pk=second.pk).state == "offered"
    assert not OutboxMail.objects.exists()
    client.force_login(second.member)
    assert 'value="ja"' not in client.get(reverse("registrations:answer_booking", args=[second.key])).content.decode()


@pytest.mark.parametrize("step", [approve_booking, let_in_booking])
def test_organisers_let_nobody_into_a_series_of_which_nothing_goes_on(series, people, step):
    series.meetup.admission = Admission.APPROVAL
    series.meetup.save()
    booking = book_series(meetup=series.meetup, member=people[0], sign_up=SignUp(), at=NOW)
    cancel(series)
    reason = {"reason": "Toch welkom."} if step is let_in_booking else {}
    with pytest.raises(errors.NotPlanned):
        step(booking=booking, by=people[5], at=NOW, **reason)
    assert not OutboxMail.objects.exists()
