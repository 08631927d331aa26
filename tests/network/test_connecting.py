"""Asking to connect: what both see, that a no is not told, and the limits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from network.contact.actions import accept_request, ask_to_connect, block_member, decline_request, end_connection
from network.contact.errors import AlreadyAsked, NothingToAnswer, TooManyRequests
from network.contact.rules import ASK_AGAIN_AFTER, REQUESTS_PER_DAY
from network.contact.todos import REQUEST_TODOS
from network.members.states import ConnectionState
from network.models import Connection
from portal.shared.outbox.models import OutboxMail
from tests.factories.network import ConnectionFactory, MemberFactory
from tests.todos import todos_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def ask(asker, asked, note="We spraken elkaar", at=None):
    return ask_to_connect(asker=asker, asked=asked, note=note, at=at or timezone.now())


def mails(name):
    return list(OutboxMail.objects.filter(purpose=f"network.contact_{name}").values_list("to", flat=True))


def names(response, part):
    return [line["name"] for line in response.context[part]]


def test_a_request_waits_with_its_note_and_comes_by_mail_without_an_address(client, coach, other_coach):
    connection = ask(coach, other_coach)

    (mail,) = OutboxMail.objects.all()
    assert mail.to == other_coach.email
    assert coach.email not in mail.text + mail.html + str(mail.headers)
    (item,) = todos_of(REQUEST_TODOS, other_coach, at=timezone.now())
    assert (item.title, item.explanation) == ("Noor Verhagen wil contact met je leggen", "We spraken elkaar")
    client.force_login(other_coach)
    assert "We spraken elkaar" in client.get(f"/mijn/contacten/{connection.key}/").content.decode()


def test_yes_puts_both_among_each_others_people(client, coach, other_coach):
    connection = ask(coach, other_coach)
    client.force_login(other_coach)

    client.post(f"/mijn/contacten/{connection.key}/", {"answer": "accept"})

    assert names(client.get("/mijn/contacten/"), "connected") == ["Noor Verhagen"]
    client.force_login(coach)
    assert names(client.get("/mijn/contacten/"), "connected") == ["Femke Hoekstra"]
    assert "Femke Hoekstra" in client.get("/mijn/").content.decode()
    assert mails("accepted") == [coach.email]


@pytest.mark.parametrize("way", ["declined", "blocked", "unanswered"])
def test_who_asks_sees_a_no_as_waiting(client, coach, other_coach, way):
    if way == "blocked":
        block_member(blocker=other_coach, blocked=coach, at=timezone.now())
    connection = ask(coach, other_coach)
    if way == "declined":
        decline_request(connection=connection, member=other_coach, at=timezone.now())
    client.force_login(coach)

    page, profile = client.get("/mijn/contacten/"), client.get(f"/netwerk/{other_coach.key}/").content.decode()

    assert names(page, "asked") == ["Femke Hoekstra"]
    assert "Gevraagd; er is nog geen antwoord" in profile
    with pytest.raises(AlreadyAsked):
        ask(coach, other_coach)
    assert mails("accepted") == []
    assert mails("request") == ([] if way == "blocked" else [other_coach.email])


def test_who_said_no_can_ask_and_the_other_one_again_after_three_months(coach, other_coach):
    now = timezone.now()
    decline_request(connection=ask(coach, other_coach, at=now), member=other_coach, at=now)

    ended = end_connection(connection=ask(other_coach, coach, at=now), member=other_coach, at=now)
    again = ask(coach, other_coach, at=now + ASK_AGAIN_AFTER)

    assert (ended.state, again.state) == (ConnectionState.ENDED, ConnectionState.REQUESTED)


def test_only_who_was_asked_says_yes(coach, other_coach):
    connection = ask(coach, other_coach)

    with pytest.raises(NothingToAnswer):
        accept_request(connection=connection, member=coach, at=timezone.now())


def test_ending_a_connection_takes_it_and_its_note_away(client, coach, other_coach):
    connection = ConnectionFactory(asker=coach, asked=other_coach, note="Van toen")
    client.force_login(coach)

    client.post(f"/mijn/contacten/{connection.key}/", {"answer": "end"})

    connection.refresh_from_db()
    assert (connection.state, connection.note) == (ConnectionState.ENDED, "")
    assert client.get(f"/mijn/contacten/{connection.key}/").status_code == 404


def test_blocking_ends_the_connection(coach, other_coach):
    ConnectionFactory(asker=coach, asked=other_coach)

    block_member(blocker=coach, blocked=other_coach, at=timezone.now())

    assert not Connection.objects.accepted().exists()


def test_ten_requests_a_day(coach):
    now = timezone.now()
    for _request in range(REQUESTS_PER_DAY):
        ask(coach, MemberFactory(), at=now)

    with pytest.raises(TooManyRequests):
        ask(coach, MemberFactory(), at=now)
    ask(coach, MemberFactory(), at=now + timedelta(days=1))


def test_someone_elses_connection_is_not_there(client, coach, other_coach):
    connection = ask(coach, other_coach)
    client.force_login(MemberFactory())

    assert client.post(f"/mijn/contacten/{connection.key}/", {"answer": "end"}).status_code == 404
    assert Connection.objects.get().state == ConnectionState.REQUESTED
