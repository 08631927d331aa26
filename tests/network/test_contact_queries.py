"""How many queries the lists of messages, people and reports take, with one row and with three."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.contact.actions import report_message, write_message
from network.contact.models import Conversation
from network.contact.states import ReportReason
from network.members.states import CONVERSATION_LEADERS
from tests.factories.network import ConnectionFactory, MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


def add(member, number):
    """Let people write to a member, report that member's answer, ask to connect, and be connected."""
    now = timezone.now()
    for _row in range(number):
        other = MemberFactory(given_name="Bo", family_name="Bos")
        write_message(sender=other, receiver=member, conversation=None, text="Hoi", token="a", at=now)
        ConnectionFactory(asker=other, asked=member)
        ConnectionFactory(asker=MemberFactory(given_name="Cas", family_name="Cc"), asked=member, state="requested")
        answer = write_message(sender=MemberFactory(), receiver=other, conversation=None, text="Nee", token="b", at=now)
        report_message(message=answer, reporter=other, reason=ReportReason.OTHER, text="", at=now)


@pytest.mark.parametrize("path", ["/mijn/berichten/", "/mijn/contacten/", "/mijn/meldingen/", "/mijn/"])
def test_list_takes_as_many_queries_for_three_rows_as_for_one(client, path):
    member = MemberFactory(given_name="Noor", family_name="Verhagen")
    member.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    client.force_login(member)

    def count():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    add(member, 1)
    one = count()
    add(member, 2)

    assert count() == one


def test_conversation_takes_as_many_queries_for_three_messages_as_for_one(client):
    member, other = MemberFactory(given_name="Noor"), MemberFactory(given_name="Bo")
    client.force_login(member)

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/mijn/berichten/{Conversation.objects.get().key}/")
        return len(captured)

    for place in range(3):
        write_message(sender=other, receiver=member, conversation=None, text="Hoi", token=str(place), at=timezone.now())
        if place == 0:
            count()
            one = count()

    assert count() == one
