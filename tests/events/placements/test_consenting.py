"""Consent of managers: asked by mail, answered behind a secret link that opens the agreement only."""

import logging
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import ManagerConsent, PlacementDay
from events.placements.actions import (
    ask_manager,
    confirm_agreement,
    decide_myself,
    remind_managers,
    withdraw_question,
)
from events.placements.errors import ConsentSettled, NoOpenQuestion, NotConfirmedByBoth, OneOfTheTwo
from events.placements.reading import versions_of
from events.placements.states import ConsentState, PlacementState
from portal.shared.http import SecretPathFilter
from portal.shared.links.models import SecretLink
from portal.shared.outbox.models import OutboxMail
from tests.factories.exchange_placements import confirm_both, day, write

pytestmark = pytest.mark.django_db
MANAGER = "rie@school.example"


def mails(name):
    return OutboxMail.objects.filter(purpose=f"events.placement_{name}").order_by("pk")


def address(mail):
    return re.search(r"/uitwisseling/akkoord/[^/\s]+/", mail.text)[0]


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def waiting(placement, at):
    """Both confirmed an agreement about a day that still has to come."""
    write(placement, placement.guest, day(on=timezone.localdate(at) + timedelta(days=40)), at=at)
    confirm_both(placement, at=at)
    return placement


def ask(placement, side="guest", email=MANAGER, *, at):
    ask_manager(placement=placement, member=getattr(placement, side), name="Rie Bakker", email=email, at=at)
    return mails("consent_asked").last()


def test_managers_are_asked_once_both_confirmed(placement, at):
    write(placement, placement.guest, day(on=timezone.localdate(at) + timedelta(days=40)), at=at)

    with pytest.raises(NotConfirmedByBoth):
        ask(placement, at=at)


@pytest.mark.parametrize("side", ["guest", "host"])
def test_nobody_asks_one_of_the_two(waiting, side, at):
    with pytest.raises(OneOfTheTwo):
        ask(waiting, email=getattr(waiting, side).email.upper(), at=at)


def test_a_manager_reads_the_agreement_and_nothing_else(client, waiting, at):
    waiting.application.messages.create(author=waiting.guest, side="guest", text="Zwaluwbericht")
    page = client.get(address(ask(waiting, at=at)))

    text = page.content.decode()
    assert "Servicedesk" in text
    assert "Het team." in text
    assert "Zwaluwbericht" not in text
    assert waiting.get_absolute_url() not in text
    assert waiting.guest.email not in text
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page.headers["Cache-Control"]
    assert ManagerConsent.objects.get().state == ConsentState.ASKED


def test_two_managers_agree_and_it_is_agreed(client, waiting, at):
    for side in ("guest", "host"):
        path = address(ask(waiting, side, email=f"{side}@leiding.example", at=at))
        answer = client.post(path, {"stap": "akkoord", "remark": ""})
        assert answer.status_code == 200

    waiting.refresh_from_db()
    assert waiting.state == PlacementState.AGREED
    assert PlacementDay.objects.count() == 1


def test_a_no_with_a_remark_reaches_the_asker(client, waiting, at):
    client.post(address(ask(waiting, at=at)), {"stap": "niet-akkoord", "remark": "Die week zijn er examens."})

    consent = ManagerConsent.objects.get()
    assert (consent.state, consent.remark) == (ConsentState.REFUSED, "Die week zijn er examens.")
    [mail] = mails("consent_refused")
    assert (mail.to, "Die week zijn er examens." in mail.text) == (waiting.guest.email, True)


def test_after_a_no_one_can_ask_again(client, waiting, at):
    client.post(address(ask(waiting, at=at)), {"stap": "niet-akkoord"})

    client.post(address(ask(waiting, at=at)), {"stap": "akkoord"})

    assert ManagerConsent.objects.counting().get().state == ConsentState.GIVEN


def test_the_link_is_used_up_by_the_answer(client, waiting, at):
    path = address(ask(waiting, at=at))
    client.post(path, {"stap": "akkoord"})

    again = client.post(path, {"stap": "niet-akkoord"})

    assert again.status_code == 410
    assert "al gebruikt" in again.content.decode()
    assert ManagerConsent.objects.get().state == ConsentState.GIVEN


def test_an_unknown_step_decides_nothing(client, waiting, at):
    path = address(ask(waiting, at=at))

    assert client.post(path, {"stap": "misschien"}).status_code == 200
    assert client.post(path, {}).status_code == 200
    assert ManagerConsent.objects.get().state == ConsentState.ASKED


def test_a_question_that_is_taken_back_has_a_dead_link(client, waiting, at):
    path = address(ask(waiting, at=at))

    withdraw_question(placement=waiting, member=waiting.guest, at=at)

    assert client.get(path).status_code == 410
    assert client.post(path, {"stap": "akkoord"}).status_code == 410
    with pytest.raises(NoOpenQuestion):
        withdraw_question(placement=waiting, member=waiting.guest, at=at)


def test_asking_someone_else_ends_the_first_link(client, waiting, at):
    first = address(ask(waiting, at=at))
    second = address(ask(waiting, email="bo@school.example", at=at))

    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert ManagerConsent.objects.counting().get().email == "bo@school.example"


def test_the_other_side_does_not_take_a_question_back(waiting, at):
    ask(waiting, at=at)

    with pytest.raises(NoOpenQuestion):
        withdraw_question(placement=waiting, member=waiting.host, at=at)


def test_who_decides_alone_says_so_once(waiting, at):
    decide_myself(placement=waiting, member=waiting.guest, at=at)

    with pytest.raises(ConsentSettled):
        ask(waiting, at=at)


def test_a_change_of_the_days_makes_the_question_another_one(client, waiting, at):
    path = address(ask(waiting, at=at))
    write(waiting, waiting.host, day(on=timezone.localdate(at) + timedelta(days=50)), at=at)

    gone = client.get(path)
    refused = client.post(path, {"stap": "akkoord"})

    assert (gone.status_code, refused.status_code) == (410, 410)
    assert ManagerConsent.objects.get().state == ConsentState.ASKED


def test_when_both_confirmed_other_days_the_manager_gets_a_new_link(client, waiting, at):
    first = address(ask(waiting, at=at))
    write(waiting, waiting.host, day(on=timezone.localdate(at) + timedelta(days=50)), at=at)
    confirm_agreement(placement=waiting, member=waiting.guest, number=2, at=at)

    assert client.get(first).status_code == 410
    second = address(mails("consent_asked").last())
    assert client.post(second, {"stap": "akkoord"}).status_code == 200
    assert versions_of(waiting).current.number == 2


def test_a_link_whose_time_is_over_offers_a_new_one(client, waiting, at):
    path = address(ask(waiting, at=at))
    past = at - timedelta(days=1)
    ManagerConsent.objects.update(expires_at=past)
    SecretLink.objects.update(expires_at=past)

    client.force_login(waiting.guest)
    own = client.get(reverse("placements:detail", args=[waiting.key])).content.decode()
    assert "De link in de mail werkt niet meer. Stuur hem opnieuw." in own
    client.logout()
    page = client.get(path)
    assert page.status_code == 410
    assert "nieuwe link" in page.content.decode()
    assert mails("consent_asked").count() == 1

    assert client.post(path, {}).status_code == 200
    assert client.get(address(mails("consent_asked").last())).status_code == 200
    assert mails("consent_asked").last().to == MANAGER
    # Again from the old link sends no other mail.
    client.post(path, {})
    assert mails("consent_asked").count() == 2


def test_a_link_that_was_replaced_offers_no_new_one_when_that_is_over_too(client, waiting, at):
    def time_passes():
        ManagerConsent.objects.update(expires_at=at - timedelta(days=1))
        SecretLink.objects.update(expires_at=at - timedelta(days=1))

    first = address(ask(waiting, at=at))
    time_passes()
    client.post(first, {})
    time_passes()

    assert client.post(first, {}).status_code == 410
    assert mails("consent_asked").count() == 2


def test_a_manager_is_reminded_once(waiting, at):
    ask(waiting, at=at)
    later = at + timedelta(days=12)

    assert (remind_managers(at), remind_managers(later), remind_managers(later)) == (0, 1, 0)
    assert [mail.to for mail in mails("consent_reminder")] == [MANAGER]


def test_the_link_of_a_reminder_works_too(client, waiting, at):
    first = address(ask(waiting, at=at))
    remind_managers(at + timedelta(days=12))

    second = address(mails("consent_reminder").get())

    assert second != first
    client.post(second, {"stap": "akkoord"})
    assert client.get(first).status_code == 410


def test_who_answered_is_not_reminded(client, waiting, at):
    client.post(address(ask(waiting, at=at)), {"stap": "akkoord"})

    assert remind_managers(at + timedelta(days=12)) == 0


def test_a_token_stands_in_no_log():
    text = 'GET /uitwisseling/akkoord/GeheimGeheim_123-abc/ 200, "/mijn/agenda/ookgeheim.ics"'
    record = logging.LogRecord("django", logging.INFO, "", 0, text, (), None)
    SecretPathFilter().filter(record)

    assert record.getMessage() == 'GET /uitwisseling/akkoord/***/ 200, "/mijn/agenda/***.ics"'
