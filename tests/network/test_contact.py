"""Messages between members: what arrives, what nobody learns, and who keeps order."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from network.contact.actions import (
    block_member,
    decide_report,
    erase_person,
    outdate,
    report_message,
    unblock_member,
    write_message,
)
from network.contact.errors import (
    AlreadyDecided,
    OwnMessageJudged,
    TooManyMessageReports,
    TooManyMessages,
    WritingStopped,
)
from network.contact.models import Block, Conversation, Message, MessageReport, WritingStop
from network.contact.personal_data import CONTACT_DATA
from network.contact.rules import NEW_CONVERSATIONS_PER_HOUR, REPORTS_PER_HOUR
from network.contact.states import Decision, MessageState, ReportReason
from network.contact.todos import MESSAGE_TODOS, REPORTED_MESSAGE_TODOS, REQUEST_TODOS
from network.members.states import CONVERSATION_LEADERS
from network.models import Member
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import Delivery
from tests.factories.network import MemberFactory
from tests.limits import tried
from tests.todos import todos_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

PASSING = re.compile(rb'name="(?:csrfmiddlewaretoken|token)" [^>]*|[a-z0-9]{14}|\d\d:\d\d[:.\d+]*')


@pytest.fixture
def leader(db):
    member = MemberFactory(given_name="Gea", family_name="Leider")
    member.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    return member


def send(sender, receiver, text="Hoi, mag ik iets vragen?", *, token="een", at=None, conversation=None):  # noqa: S107
    return write_message(
        sender=sender, receiver=receiver, conversation=conversation, text=text, token=token, at=at or timezone.now()
    )


def mails(purpose="network.contact_message"):
    return list(OutboxMail.objects.filter(purpose=purpose))


def test_a_message_reaches_the_other_without_anyones_address(coach, other_coach):
    send(coach, other_coach)

    (mail,) = mails()
    everything = f"{mail.headers} {mail.subject} {mail.text} {mail.html}"
    assert (mail.to, mail.delivery) == (other_coach.email, Delivery.AT_MOST_ONCE)
    assert "Noor Verhagen" in mail.subject
    assert coach.email not in everything
    assert "Reply-To" not in mail.headers
    assert f"/mijn/berichten/{Conversation.objects.get().key}/" in mail.text


def test_both_read_the_conversation_and_nobody_else(client, coach, other_coach):
    key = send(coach, other_coach).conversation.key

    answers = {}
    for member in (coach, other_coach, MemberFactory()):
        client.force_login(member)
        answers[member] = client.get(f"/mijn/berichten/{key}/").status_code

    assert list(answers.values()) == [200, 200, 404]


def test_a_form_sent_twice_counts_once(client, coach, other_coach):
    client.force_login(coach)
    for _again in range(2):
        client.post(f"/netwerk/{other_coach.key}/bericht/", {"text": "Hoi", "token": "formulier"})

    assert (Message.objects.count(), len(mails())) == (1, 1)


def test_an_answer_comes_in_the_same_conversation_and_settles_what_was_new(client, coach, other_coach):
    conversation = send(coach, other_coach).conversation
    assert [item.url for item in waiting(other_coach)] == [f"/mijn/berichten/{conversation.key}/"]
    client.force_login(other_coach)

    client.post(f"/mijn/berichten/{conversation.key}/", {"text": "Ja hoor", "token": "terug"})

    assert {mail.to for mail in mails()} == {other_coach.email, coach.email}
    assert waiting(other_coach) == []
    assert [item.title for item in waiting(coach)] == ["Een bericht van Femke Hoekstra"]


def test_reading_changes_nothing_until_it_is_marked(client, coach, other_coach):
    message = send(coach, other_coach)
    client.force_login(other_coach)
    address = f"/mijn/berichten/{message.conversation.key}/"

    client.get(address)
    message.refresh_from_db()
    assert message.read_at is None

    client.post(f"{address}gelezen/")
    message.refresh_from_db()
    assert message.read_at is not None


def waiting(member):
    sources = (MESSAGE_TODOS, REQUEST_TODOS, REPORTED_MESSAGE_TODOS)
    return [item for source in sources for item in todos_of(source, member, at=timezone.now())]


def answer_to_sender(client, sender, receiver):
    """Send through the site and give all the sender reads of it."""
    client.force_login(sender)
    response = client.post(f"/netwerk/{receiver.key}/bericht/", {"text": "Hoi daar", "token": "t"}, follow=True)
    return response.status_code, PASSING.sub(b"", response.content).replace(receiver.key.encode(), b"")


def test_who_is_blocked_gets_the_same_answer_and_nothing_arrives(client, coach):
    open_one = MemberFactory(given_name="Bo", family_name="Bos")
    closed_one = MemberFactory(given_name="Bo", family_name="Bos")
    block_member(blocker=closed_one, blocked=coach, at=timezone.now())

    answers = [answer_to_sender(client, coach, receiver) for receiver in (open_one, closed_one)]

    assert answers[0] == answers[1]
    assert [mail.to for mail in mails()] == [open_one.email]
    client.force_login(closed_one)
    assert client.get("/mijn/berichten/").context["lines"] == []
    assert waiting(closed_one) == []


@pytest.mark.parametrize("what", ["left", "erased"])
def test_writing_on_to_someone_who_is_gone_is_answered_as_ever(client, coach, other_coach, what):
    conversation = send(coach, other_coach).conversation
    if what == "left":
        Member.objects.filter(pk=other_coach.pk).update(is_active=False)
    else:
        erase_person(member=other_coach)
    client.force_login(coach)

    response = client.post(
        f"/mijn/berichten/{conversation.key}/", {"text": "Ben je er nog?", "token": "twee"}, follow=True
    )

    assert "Je bericht is verstuurd." in response.content.decode()
    assert "Iemand die nu niet te zien is" in response.content.decode()
    assert Message.objects.get(form_token="twee").state == MessageState.WITHHELD
    assert len(mails()) == 1


def test_a_hidden_member_answers_like_one_who_does_not_exist(client, coach):
    prospect = MemberFactory(standing="prospect")
    client.force_login(coach)

    answers = [client.post(f"/netwerk/{key}/bericht/", {"text": "Hoi"}) for key in (prospect.key, "z" * 14)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not Message.objects.exists()


def test_block_taken_away_lets_the_next_message_through(coach, other_coach):
    block_member(blocker=other_coach, blocked=coach, at=timezone.now())
    send(coach, other_coach, token="een")
    unblock_member(blocker=other_coach, blocked=coach)
    send(coach, other_coach, token="twee")

    assert [row.state for row in Message.objects.read_by(other_coach)] == [MessageState.SENT]


def test_five_new_conversations_an_hour(coach):
    now = timezone.now()
    for place in range(NEW_CONVERSATIONS_PER_HOUR):
        send(coach, MemberFactory(), token=f"t{place}", at=now)

    with pytest.raises(TooManyMessages):
        send(coach, MemberFactory(), token="zes", at=now)
    # Writing on is no new conversation.
    send(coach, Conversation.objects.first().other(coach), token="verder", at=now)
    send(coach, MemberFactory(), token="later", at=now + timedelta(hours=1))


def test_what_was_typed_stays_when_it_is_refused(client, coach, other_coach):
    WritingStop.objects.create(member=coach, until=timezone.now() + timedelta(days=1), reason="Te scherp")
    client.force_login(coach)

    response = client.post(f"/netwerk/{other_coach.key}/bericht/", {"text": "Mijn lange verhaal", "token": "t"})

    assert "Mijn lange verhaal" in response.content.decode()
    assert "Je kunt anderen niet schrijven tot" in response.content.decode()


def reported(coach, other_coach, leader):
    message = send(coach, other_coach, text="Wat een onzin verkoop jij")
    report_message(
        message=message, reporter=other_coach, reason=ReportReason.HURTFUL, text="Niet nodig", at=timezone.now()
    )
    return message


def test_a_report_waits_for_the_leader_who_reads_only_that_message(client, coach, other_coach, leader):
    send(coach, other_coach, text="Iets anders", token="nul")
    message = reported(coach, other_coach, leader)
    assert [mail.to for mail in mails("network.contact_reported")] == [leader.email]
    client.force_login(leader)

    page = client.get(f"/mijn/meldingen/{message.key}/").content.decode()

    assert "Wat een onzin" in page
    assert "Iets anders" not in page
    assert [item.url for item in waiting(leader)] == [f"/mijn/meldingen/{message.key}/"]


def test_suspending_wipes_the_text_stops_the_sender_and_tells_both_without_names(client, coach, other_coach, leader):
    message = reported(coach, other_coach, leader)
    client.force_login(leader)

    client.post(f"/mijn/meldingen/{message.key}/", {"decision": "suspend", "reason": "Dit gaat over de persoon."})

    message.refresh_from_db()
    assert (message.state, message.text) == (MessageState.REMOVED, "")
    assert [mail.to for mail in mails("network.contact_outcome")] == [other_coach.email]
    (told,) = mails("network.contact_removed")
    assert told.to == coach.email
    assert "Femke" not in told.text
    assert "Dit gaat over de persoon." in told.text
    with pytest.raises(WritingStopped):
        send(coach, MemberFactory(), token="nieuw")
    send(coach, MemberFactory(), token="na", at=timezone.now() + timedelta(days=31))


def test_left_as_it_is_tells_only_who_reported(coach, other_coach, leader):
    message = reported(coach, other_coach, leader)

    decide_report(
        message=message, leader=leader, decision=Decision.DISMISS, reason="Scherp, maar mag", at=timezone.now()
    )

    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert (len(mails("network.contact_outcome")), len(mails("network.contact_removed"))) == (1, 0)
    with pytest.raises(AlreadyDecided):
        decide_report(message=message, leader=leader, decision=Decision.REMOVE, reason="Toch", at=timezone.now())


def test_nobody_decides_on_their_own_conversation(client, coach, leader):
    message = send(leader, coach, text="Van een leider")
    report_message(message=message, reporter=coach, reason=ReportReason.OTHER, text="", at=timezone.now())

    with pytest.raises(OwnMessageJudged):
        decide_report(message=message, leader=leader, decision=Decision.DISMISS, reason="Niks mis", at=timezone.now())
    client.force_login(leader)
    assert client.get(f"/mijn/meldingen/{message.key}/").status_code == 404
    assert mails("network.contact_reported") == []


def test_only_what_reached_someone_can_be_reported(client, coach, other_coach):
    message = send(coach, other_coach)
    client.force_login(coach)

    assert client.post(f"/mijn/berichten/{message.key}/melden/", {"reason": "other"}).status_code == 404
    assert not MessageReport.objects.exists()


def test_export_gives_ones_own_words_only_and_does_not_tell_of_a_block(coach, other_coach):
    send(coach, other_coach, text="Van Noor")
    block_member(blocker=other_coach, blocked=coach, at=timezone.now())
    send(coach, other_coach, text="Nog eens", token="twee")
    send(other_coach, coach, text="Van Femke", token="terug")

    data = CONTACT_DATA.export(coach.key)

    assert [row["text"] for row in data["sent"]] == ["Van Noor", "Nog eens"]
    assert "Femke" not in str(data)
    assert "withheld" not in str(data)
    assert len(data["received"]) == 1
    assert len(CONTACT_DATA.export(other_coach.key)["blocked"]) == 1


def test_erasing_wipes_what_someone_wrote_and_leaves_the_others_words(coach, other_coach):
    send(coach, other_coach, text="Van Noor")
    send(other_coach, coach, text="Van Femke", token="terug")
    block_member(blocker=coach, blocked=MemberFactory(), at=timezone.now())

    CONTACT_DATA.erase(coach.key, at=timezone.now())

    assert sorted(Message.objects.values_list("text", flat=True)) == ["", "Van Femke"]
    assert not Block.objects.exists()
    assert Conversation.objects.of(other_coach).count() == 1
    assert CONTACT_DATA.erase(coach.key, at=timezone.now()) == 0
    CONTACT_DATA.erase(other_coach.key, at=timezone.now())
    assert not Message.objects.exists()


def test_messages_are_kept_a_year(coach, other_coach):
    now = timezone.now()
    send(coach, other_coach, at=now - timedelta(days=366))
    send(coach, MemberFactory(), token="jonger", at=now - timedelta(days=364))

    outdate(at=now)

    assert (Message.objects.count(), Conversation.objects.count()) == (1, 1)


def test_profile_offers_to_write_to_members_and_to_sign_in_to_visitors(client, coach, other_coach, stranger):
    client.force_login(coach)
    assert f"/netwerk/{other_coach.key}/bericht/" in client.get(f"/netwerk/{other_coach.key}/").content.decode()
    assert "/bericht/" not in client.get(f"/netwerk/{coach.key}/").content.decode()


def test_so_many_reports_an_hour_are_enough(coach, other_coach):
    now = timezone.now()
    got = [send(coach, other_coach, token=f"t{number}", at=now) for number in range(3)]

    def report(message, at=now):
        report_message(message=message, reporter=other_coach, reason=ReportReason.OTHER, text="", at=at)

    report(got[0])
    tried(REPORTS_PER_HOUR - 1)
    report(got[1])
    with pytest.raises(TooManyMessageReports):
        report(got[2])
    report(got[2], at=now + timedelta(hours=1))

    assert MessageReport.objects.count() == 3


@pytest.mark.parametrize("page", ["bericht", "blokkeren", "verbinden"])
def test_pages_about_a_person_count_as_reading_people(client, coach, other_coach, settings, page):
    settings.PORTAL_PEOPLE_PAGES_PER_HOUR = 1
    client.force_login(coach)

    answers = [client.get(f"/netwerk/{other_coach.key}/{page}/").status_code for _time in range(2)]

    assert answers == [200, 429]
