"""The conversation of a joint action: a closed circle, reportable, closable."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from network.initiative_threads.actions import (
    close_thread,
    decide_message,
    dismiss_reports,
    erase_person,
    open_thread,
    outdate,
    remove_own,
    report_message,
    takes_part,
    write_message,
)
from network.initiative_threads.errors import (
    LeadersOnly,
    MessageGone,
    MessageMoveRefused,
    NotInThis,
    NotYourMessage,
    OwnMessage,
    ThreadClosed,
    TooManyMessages,
)
from network.initiative_threads.models import InitiativeMessage, InitiativeMessageReport
from network.initiative_threads.rules import MESSAGES_PER_HOUR, REPORTS_PER_HOUR, TalkDecision, decide_talking
from network.initiative_threads.todos import MESSAGE_REPORT_TODOS
from network.initiatives.actions import accept_school, end_initiative, set_news_mail, withdraw_school
from network.initiatives.states import InitiativeState
from network.members.states import CONVERSATION_LEADERS
from portal.shared.conversations.rules import answer_due_at
from portal.shared.conversations.states import PostState, ReportReason
from portal.shared.outbox.models import OutboxMail
from portal.shared.retention import kept_for
from tests.factories.initiatives import AT, add_initiative, add_moderator, join
from tests.factories.network import MemberFactory
from tests.limits import tried
from tests.todos import todos_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(site):
    """Pages need a site around them."""


@pytest.fixture
def initiative():
    return add_initiative(is_running=True)


@pytest.fixture
def colleague(initiative):
    """Someone of a school that takes part."""
    place = join(initiative)
    accept_school(initiative=initiative, part=place.part, member=initiative.contact, at=AT)
    return place.member


@pytest.fixture
def leader():
    member = MemberFactory(given_name="Gea")
    member.groups.add(Group.objects.get_or_create(name=CONVERSATION_LEADERS)[0])
    return member


def write(initiative, member, text="Wie is er vrijdag?", form="formulier", at=AT):
    return write_message(initiative=initiative, member=member, text=text, token=form, at=at)


def report(message, member):
    return report_message(message=message, member=member, reason=ReportReason.HURTFUL, text="Niet aardig.", at=AT)


def sent(purpose: str) -> list[str]:
    mails = OutboxMail.objects.filter(purpose=f"initiative_threads.{purpose}").order_by("pk")
    return list(mails.values_list("to", flat=True))


def body(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(
    ("inside", "closed", "decision"),
    [
        (False, False, TalkDecision.NOT_IN_IT),
        (False, True, TalkDecision.NOT_IN_IT),
        (True, True, TalkDecision.CLOSED),
        (True, False, TalkDecision.ALLOWED),
    ],
)
def test_decide_talking(inside, closed, decision):
    assert decide_talking(takes_part=inside, is_closed=closed) is decision


def test_an_answer_is_due_after_three_working_days():
    assert answer_due_at(AT).isoformat() == "2026-11-05T17:00:00+01:00"


def test_only_schools_that_take_part_talk(initiative, colleague, coach):
    asking, interested = join(initiative).member, join(initiative, wants_part=False).member
    people = (initiative.contact, colleague, asking, interested, coach)

    assert [takes_part(initiative=initiative, member=person) for person in people] == [True, True, False, False, False]
    with pytest.raises(NotInThis):
        write(initiative, asking)


def test_a_school_that_left_talks_no_more_and_one_that_was_in_it_does(initiative, colleague):
    gone = join(initiative)
    accept_school(initiative=initiative, part=gone.part, member=initiative.contact, at=AT)
    withdraw_school(initiative=initiative, part=gone.part, member=gone.member, at=AT)
    end_initiative(initiative=initiative, member=initiative.contact, state=InitiativeState.DONE, result="Klaar.", at=AT)
    assert takes_part(initiative=initiative, member=gone.member) is False
    assert write(initiative, colleague).text == "Wie is er vrijdag?"


def test_the_others_hear_of_it_once_an_hour_without_its_text(initiative, colleague):
    first = write(initiative, colleague)
    assert write(initiative, colleague) == first
    write(initiative, colleague, form="tweede", at=AT + timedelta(minutes=5))

    assert sent("new") == [initiative.contact.email]
    assert "vrijdag" not in OutboxMail.objects.get(purpose="initiative_threads.new").text
    write(initiative, colleague, form="derde", at=AT + timedelta(hours=1))
    assert len(sent("new")) == 2


def test_who_wants_no_mail_gets_none(initiative, colleague):
    place = colleague.initiative_places.get()
    set_news_mail(place=place, gets_mail=False)
    write(initiative, initiative.contact)
    assert sent("new") == []


def test_writing_has_a_limit(initiative, colleague):
    for number in range(MESSAGES_PER_HOUR):
        write(initiative, colleague, form=f"t{number}")
    with pytest.raises(TooManyMessages):
        write(initiative, colleague, form="teveel")


def test_only_the_writer_removes_a_message_and_its_text_goes(initiative, colleague):
    message = write(initiative, colleague)
    with pytest.raises(NotYourMessage):
        remove_own(message=message, member=initiative.contact, at=AT)
    report(message, initiative.contact)

    remove_own(message=message, member=colleague, at=AT)
    remove_own(message=message, member=colleague, at=AT)

    message.refresh_from_db()
    assert (message.state, message.text, sent("outcome")) == ("removed", "", [initiative.contact.email])


def test_a_report_goes_to_the_conversation_leaders_and_not_to_moderators(initiative, colleague, leader):
    add_moderator()
    message = write(initiative, colleague)
    first = report(message, initiative.contact)
    assert report(message, initiative.contact) == first

    assert sent("reported") == [leader.email]
    assert [item.key for item in todos_of(MESSAGE_REPORT_TODOS, leader, at=AT)] == [f"initiative-message:{message.key}"]
    assert list(todos_of(MESSAGE_REPORT_TODOS, initiative.contact, at=AT)) == []
    assert "Niet aardig" not in OutboxMail.objects.get(purpose="initiative_threads.reported").text


def test_nobody_reports_the_own_message_or_from_outside(initiative, colleague, coach):
    message = write(initiative, colleague)
    with pytest.raises(OwnMessage):
        report(message, colleague)
    with pytest.raises(NotInThis):
        report(message, coach)


def test_a_leader_hides_with_a_reason_and_shows_again(initiative, colleague, leader):
    message = write(initiative, colleague)
    report(message, initiative.contact)

    decide_message(message=message, leader=leader, state=PostState.HIDDEN, reason="Te fel.", at=AT)

    assert (sent("decided"), sent("outcome")) == ([colleague.email], [initiative.contact.email])
    third = join(initiative)
    accept_school(initiative=initiative, part=third.part, member=initiative.contact, at=AT)
    with pytest.raises(MessageGone):
        report(message, third.member)
    with pytest.raises(MessageMoveRefused):
        decide_message(message=message, leader=leader, state=PostState.HIDDEN, reason="Weer.", at=AT)
    later = AT + timedelta(hours=1)
    decide_message(message=message, leader=leader, state=PostState.VISIBLE, reason="", at=later)
    message.refresh_from_db()
    assert (message.state, message.state_reason, message.text) == ("visible", "", "Wie is er vrijdag?")


def test_a_report_can_be_dismissed(initiative, colleague, leader):
    message = write(initiative, colleague)
    report(message, initiative.contact)
    assert dismiss_reports(message=message, leader=leader, answer="Niets mis.", at=AT) == 1
    assert dismiss_reports(message=message, leader=leader, answer="Niets mis.", at=AT) == 0
    assert sent("outcome") == [initiative.contact.email]
    assert InitiativeMessageReport.objects.get().state == "dismissed"


def test_who_leads_no_conversations_decides_nothing(initiative, colleague):
    message = write(initiative, colleague)
    moderator = add_moderator()
    with pytest.raises(LeadersOnly):
        decide_message(message=message, leader=moderator, state=PostState.HIDDEN, reason="x", at=AT)
    with pytest.raises(LeadersOnly):
        close_thread(initiative=initiative, leader=moderator, reason="x", at=AT)


def test_a_closed_conversation_takes_no_messages_until_it_opens(initiative, colleague, leader):
    close_thread(initiative=initiative, leader=leader, reason="Even rust.", at=AT)
    with pytest.raises(ThreadClosed):
        write(initiative, colleague)
    assert open_thread(initiative=initiative, leader=leader) is True
    assert open_thread(initiative=initiative, leader=leader) is False
    assert write(initiative, colleague).pk


def test_what_someone_wrote_goes_with_them(initiative, colleague):
    message = write(initiative, colleague)
    assert erase_person(member=colleague) > 0
    assert erase_person(member=colleague) == 0
    message.refresh_from_db()
    assert (message.member, message.text) == (None, "")


def test_conversations_go_a_year_after_the_end(initiative, colleague):
    write(initiative, colleague)
    end_initiative(initiative=initiative, member=initiative.contact, state=InitiativeState.DONE, result="Klaar.", at=AT)
    assert outdate(at=AT + kept_for("joint_action_talks")) == 0
    assert outdate(at=AT + kept_for("joint_action_talks") + timedelta(minutes=1)) == 1


def test_the_page_is_for_who_takes_part(client, initiative, colleague, coach):
    write(initiative, colleague, text="Zwaluwtekst")
    address = f"{initiative.get_absolute_url()}gesprek/"

    assert client.get(address).status_code == 302
    client.force_login(coach)
    assert client.get(address).status_code == 404
    client.force_login(initiative.contact)
    assert "Zwaluwtekst" in body(client.get(address))


def test_a_hidden_message_is_read_by_its_writer_only(client, initiative, colleague, leader):
    message = write(initiative, colleague, text="Zwaluwtekst")
    decide_message(message=message, leader=leader, state=PostState.HIDDEN, reason="Te fel.", at=AT)
    address = f"{initiative.get_absolute_url()}gesprek/"

    client.force_login(initiative.contact)
    assert "Zwaluwtekst" not in body(client.get(address))
    assert client.get(f"{address}{message.key}/melden/").status_code == 404
    client.force_login(colleague)
    assert "Te fel." in body(client.get(address))


def test_writing_reporting_and_deciding_over_the_pages(client, initiative, colleague, leader):
    address = f"{initiative.get_absolute_url()}gesprek/"
    client.force_login(colleague)
    assert "error-summary" in body(client.post(address, {"text": ""}))
    client.post(address, {"text": "Dit is <b>dom</b>.", "token": "t"})
    message = InitiativeMessage.objects.get()
    client.force_login(initiative.contact)
    assert "&lt;b&gt;dom" in body(client.get(address))
    client.post(f"{address}{message.key}/melden/", {"reason": "hurtful"})

    client.force_login(leader)
    desk = "/mijn/gesprekken/samen/"
    assert message.initiative.title in body(client.get(desk))
    client.post(f"{desk}{message.key}/", {"decision": "remove", "reason": "Niet zo."})
    client.post(f"{desk}bij/{initiative.key}/", {"reason": "Even rust."})

    message.refresh_from_db()
    assert (message.state, message.text) == ("removed", "")
    client.force_login(colleague)
    assert "Even rust." in body(client.get(address))
    assert timezone.now() > AT


def test_a_leader_reads_only_what_was_reported(client, initiative, colleague, leader):
    message = write(initiative, colleague)
    client.force_login(leader)
    assert client.get(f"/mijn/gesprekken/samen/{message.key}/").status_code == 404
    assert client.get(f"{initiative.get_absolute_url()}gesprek/").status_code == 404


def test_so_many_reports_an_hour_are_enough(initiative, colleague):
    messages = [write(initiative, colleague, form=f"t{number}") for number in range(3)]

    report(messages[0], initiative.contact)
    tried(REPORTS_PER_HOUR - 1)
    report(messages[1], initiative.contact)
    with pytest.raises(TooManyMessages):
        report(messages[2], initiative.contact)

    assert InitiativeMessageReport.objects.count() == 2
