"""A message to people of a date: to whom, once, in a mail of their own, and what became of it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.desk.actions import count_deliveries, erase_person, outdate
from events.desk.models import OrganiserMessage
from events.desk.rules import MESSAGES_PER_DAY, TESTS_PER_HOUR
from events.meetups.states import OccurrenceState
from events.registrations.models import Registration
from events.registrations.rules import KEEP_ANSWERS
from events.registrations.states import RegistrationState
from portal.shared.outbox.actions import refuse_topic
from portal.shared.outbox.models import OutboxMail
from portal.shared.registries.crossings import personal_data
from tests.events.desk.conftest import NOW
from tests.factories.events import OccurrenceFactory, RegistrationFactory, SessionFactory
from tests.factories.network import InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db

WORDS = {"subject": "Neem je laptop mee", "text": "We beginnen in <b>B2.14</b>.\n\nTot dan!"}


def url(name, date, *more):
    return reverse(f"desk:{name}", args=[date.meetup.key, date.key, *more])


def person(date, given, **more):
    member = MemberFactory(given_name=given, family_name="Jansen", email=f"{given.lower()}@school.example")
    return RegistrationFactory(occurrence=date, member=member, **more)


@pytest.fixture
def crowd(date):
    """One of each: two who come, one of them online; one who waits, one who asked, a guest, and who gets nothing."""
    rows = {
        "anna": person(date, "Anna"),
        "bram": person(date, "Bram", mode="online"),
        "chris": person(date, "Chris", state=RegistrationState.WAITLISTED, queued_at=NOW),
        "dirk": person(date, "Dirk", state=RegistrationState.WAITING_APPROVAL),
        "els": person(date, "Els", state=RegistrationState.WITHDRAWN),
        "gast": RegistrationFactory(
            occurrence=date, member=None, guest_name="Zoë Gast", guest_email="zoe@elders.example"
        ),
    }
    RegistrationFactory(
        occurrence=date,
        member=None,
        guest_name="Niemand",
        guest_email="nog-niet@elders.example",
        state=RegistrationState.HELD,
        hold_ends_at=NOW + timedelta(minutes=30),
    )
    closed = person(date, "Dicht").member
    closed.is_active = False
    closed.save()
    return rows


def preview(client, date, **more):
    data = {"groups": ["comes"], **WORDS, **more}
    key = client.get(url("write", date)).context["form"].initial["form_key"]
    return client.post(url("write", date), {"form_key": key, "stap": "bekijken", **data})


def carried(page):
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in data.items() if value not in (None, "")}


def send(client, date, **more):
    page = preview(client, date, **more)
    return client.post(url("write", date), {**carried(page), "stap": "versturen"}, follow=True)


def readers():
    return sorted(OutboxMail.objects.filter(purpose="events.organiser_message").values_list("to", flat=True))


def flashes(page):
    return [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"groups": ["comes"]}, ["anna@school.example", "bram@school.example", "zoe@elders.example"]),
        ({"groups": ["waits", "asked"]}, ["chris@school.example", "dirk@school.example"]),
        ({"groups": ["comes"], "mode": "online"}, ["bram@school.example"]),
    ],
)
def test_the_chosen_people_get_it_each_in_a_mail_of_their_own(organiser, date, crowd, choice, found):
    page = preview(organiser, date, **choice)
    assert page.context["number"] == len(found)
    assert not OutboxMail.objects.exists()
    page = organiser.post(url("write", date), {**carried(page), "stap": "versturen"}, follow=True)
    assert readers() == found
    assert page.context["lines"][0].counts == (
        f"aan {len(found)} {'mensen' if len(found) > 1 else 'persoon'} · 0 verstuurd · {len(found)} onderweg"
    )


def test_a_session_and_a_school_narrow_it(organiser, date, crowd):
    session = SessionFactory(occurrence=date, title="Bouwen", is_chosen=True)
    crowd["anna"].sessions.add(session)
    schools = [InstitutionFactory(name=name, slug=name.lower()) for name in ("Aker", "Beek")]
    for name, school in zip(("anna", "bram"), schools, strict=True):
        Registration.objects.filter(pk=crowd[name].pk).update(institution=school)
    assert preview(organiser, date, session=session.key).context["audience"] == "wie komt · Bouwen"
    send(organiser, date, session=session.key)
    assert readers() == ["anna@school.example"]
    send(organiser, date, school="beek")
    assert readers() == ["anna@school.example", "bram@school.example"]
    kept = OrganiserMessage.objects.order_by("pk").values_list("audience", flat=True)
    assert [(row["session"], row["school"]) for row in kept] == [("Bouwen", ""), ("", "Beek")]


def test_a_message_reaches_the_other_dates_of_a_series(organiser, meetup, date, crowd):
    def another(weeks, **more):
        moved = date.starts_at + timedelta(weeks=weeks)
        return OccurrenceFactory(meetup=meetup, starts_at=moved, seats_on_site=20, changed_at=NOW, **more)

    before, after = another(-1), another(1)
    off, draft = (
        another(2, state=OccurrenceState.CANCELLED, reason="Ziek.", cancelled_at=NOW),
        another(3, state=OccurrenceState.DRAFT),
    )
    for there, given in ((before, "Vroeg"), (after, "Later"), (off, "Geschrapt"), (draft, "Concept")):
        person(there, given)
    RegistrationFactory(occurrence=after, member=crowd["anna"].member)
    here = ["anna@school.example", "bram@school.example", "zoe@elders.example"]

    send(organiser, date, reach="later")
    assert readers() == sorted([*here, "later@school.example"])
    mail = OutboxMail.objects.get(to="later@school.example")
    assert "Het gaat over de data vanaf donderdag 11 februari 2027" in mail.text
    OutboxMail.objects.all().delete()
    send(organiser, date, reach="series")
    assert readers() == sorted([*here, "later@school.example", "vroeg@school.example"])
    assert "Het gaat over de hele reeks." in OutboxMail.objects.get(to="vroeg@school.example").text
    OutboxMail.objects.all().delete()
    send(organiser, date)
    assert readers() == here

    def heard(there):
        return [line.audience for line in organiser.get(url("messages", there)).context["lines"]]

    assert heard(before) == ["wie komt · elke datum van de reeks"]
    assert heard(after) == ["wie komt · elke datum van de reeks", "wie komt · deze datum en die erna"]
    assert len(heard(date)) == 3


def test_a_session_belongs_to_one_date(organiser, meetup, date, crowd):
    OccurrenceFactory(meetup=meetup, starts_at=date.starts_at + timedelta(weeks=1), changed_at=NOW)
    session = SessionFactory(occurrence=date, title="Bouwen", is_chosen=True)
    page = preview(organiser, date, session=session.key, reach="series")
    assert page.context["form"].errors["session"] == [
        "Een sessie hoort bij deze datum: kies “alleen deze datum”, of alle sessies."
    ]
    assert WORDS["subject"] in page.content.decode()


def test_a_single_date_is_not_asked_how_far(organiser, date):
    assert "reach" not in organiser.get(url("write", date)).context["form"].fields


def test_the_mail_reads_well_and_names_nobody_else(organiser, date, crowd):
    send(organiser, date)
    mail = OutboxMail.objects.get(to="anna@school.example")
    assert mail.subject == "Samen verder: Neem je laptop mee"
    lines = [line for line in mail.text.splitlines() if line]
    assert lines[0] == "Hallo Anna,"
    assert lines[1] == (
        "De organisatoren van “Samen verder” schrijven je. Het gaat over donderdag 11 februari 2027, 10.00 tot 12.00 "
        "(Nederlandse tijd, CET)."
    )
    assert lines[2:5] == ["We beginnen in <b>B2.14</b>.", "Tot dan!", "Noor Verhagen"]
    assert f"/mijn/aanmeldingen/{crowd['anna'].key}/" in mail.text
    assert "&lt;b&gt;B2.14&lt;/b&gt;" in mail.html
    assert "Reply-To" not in mail.headers
    assert "List-Unsubscribe" in mail.headers
    everything = f"{mail.subject}{mail.text}{mail.html}{mail.headers}"
    assert set(re.findall(r"[\w.-]+@[\w.-]+", everything)) == set()
    guest = OutboxMail.objects.get(to="zoe@elders.example")
    assert "Hallo Zoë Gast," in guest.text
    assert "/agenda/aanmelding/" in guest.text


def test_sending_twice_is_one_message(organiser, date, crowd):
    data = {**carried(preview(organiser, date)), "stap": "versturen"}
    pages = [organiser.post(url("write", date), data, follow=True) for _time in range(2)]
    assert [flashes(page) for page in pages] == [["Verstuurd aan 3 mensen, ieder in een eigen mail."]] * 2
    assert OrganiserMessage.objects.count() == 1
    assert len(readers()) == 3


def test_when_people_come_or_go_the_number_is_shown_again(organiser, date, crowd):
    data = {**carried(preview(organiser, date)), "stap": "versturen"}
    person(date, "Fatima")
    page = organiser.post(url("write", date), data)
    assert (page.context["number"], page.context["refusal"][:20]) == (4, "Er heeft zich net ie")
    assert not OutboxMail.objects.exists()
    organiser.post(url("write", date), {**carried(page), "stap": "versturen"})
    assert len(readers()) == 4


def test_a_test_goes_to_its_writer_only_and_nothing_typed_is_lost(organiser, date, crowd, coach):
    page = preview(organiser, date)
    for _time in range(2):
        page = organiser.post(url("write", date), {**carried(page), "stap": "test"})
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject) == (coach.email, "Test: Samen verder: Neem je laptop mee")
    assert mail.text.startswith("Dit is een test. Alleen jij kreeg deze mail.")
    assert not OrganiserMessage.objects.exists()
    page = organiser.post(url("write", date), {**carried(page), "stap": "terug"})
    assert 'value="Neem je laptop mee"' in page.content.decode()
    assert "B2.14" in page.content.decode()


def test_nobody_and_nothing_is_said_at_the_form(organiser, date):
    page = preview(organiser, date)
    assert "Niemand krijgt dit bericht" in str(page.context["form"].non_field_errors())
    page = preview(organiser, date, groups=[], subject="", text="")
    assert set(page.context["form"].errors) == {"groups", "subject", "text"}
    assert organiser.post(url("write", date), {"form_key": "=cmd", "stap": "versturen"}).status_code == 200
    assert not OrganiserMessage.objects.exists()


def test_messages_and_tests_have_a_pace(organiser, date, crowd):
    for _time in range(MESSAGES_PER_DAY + 1):
        page = send(organiser, date)
    assert "Je hebt vandaag veel berichten verstuurd" in str(page.context["form"].non_field_errors())
    assert OrganiserMessage.objects.count() == MESSAGES_PER_DAY
    for number in range(TESTS_PER_HOUR + 1):
        page = preview(organiser, date, text=f"Versie {number}")
        page = organiser.post(url("write", date), {**carried(page), "stap": "test"})
    assert "Je hebt jezelf dit uur veel tests gestuurd" in str(page.context["form"].non_field_errors())


def test_a_stranger_sends_nothing(client, date, crowd, coach, neighbour):
    client.force_login(coach)
    data = {**carried(preview(client, date)), "stap": "versturen"}
    client.force_login(neighbour)
    assert client.post(url("write", date), data).status_code == 404
    assert not OrganiserMessage.objects.exists()
    assert not OutboxMail.objects.exists()


def test_who_wants_no_such_mail_gets_none_and_is_counted_without_a_name(organiser, date, crowd):
    refuse_topic(kind="member", key=crowd["anna"].member.key, topic="organiser_messages", at=NOW)
    page = send(organiser, date)
    assert page.context["lines"][0].counts == "aan 3 mensen · 0 verstuurd · 2 onderweg · 1 wil zulke mail niet"


def test_the_list_tells_what_arrived_also_when_the_log_of_mails_is_gone(organiser, date, crowd):
    send(organiser, date)
    first, second, third = OutboxMail.objects.order_by("pk")
    OutboxMail.objects.filter(pk__in=[first.pk, second.pk]).update(state="sent", sent_at=NOW)
    OutboxMail.objects.filter(pk=third.pk).update(state="failed")

    def counts():
        return organiser.get(url("messages", date)).context["lines"][0].counts

    assert counts() == "aan 3 mensen · 2 verstuurd · 1 niet aangekomen"
    assert count_deliveries(NOW) == 1
    assert count_deliveries(NOW) == 0
    OutboxMail.objects.all().delete()
    assert counts() == "aan 3 mensen · 2 verstuurd · 1 niet aangekomen"


def test_three_messages_ask_as_much_as_one(organiser, date, crowd):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            organiser.get(url("messages", date))
        return len(queries)

    send(organiser, date)
    first = asked()
    send(organiser, date)
    send(organiser, date)
    assert asked() == first


def test_someone_who_is_on_the_list_twice_reads_it_once(organiser, date, crowd):
    RegistrationFactory(occurrence=date, member=None, guest_name="Anna", guest_email="anna@school.example")
    send(organiser, date)
    assert readers() == ["anna@school.example", "bram@school.example", "zoe@elders.example"]


def test_an_organiser_takes_their_words_along_and_old_ones_go(organiser, date, crowd, coach, other_coach):
    send(organiser, date)
    data = personal_data.get("organiser_messages")
    assert data.export(coach.key)["messages"][0]["text"] == WORDS["text"]
    assert data.export(other_coach.key) == {"messages": []}
    assert (erase_person(member=coach), erase_person(member=coach)) == (1, 0)
    row = OrganiserMessage.objects.get()
    assert (row.sender, row.subject, row.text, row.recipients) == (None, "", "", 3)
    OrganiserMessage.objects.update(sender=other_coach, text="Oud")
    assert outdate(at=date.ends_at + KEEP_ANSWERS) == 0
    assert outdate(at=date.ends_at + KEEP_ANSWERS + timedelta(seconds=1)) == 1
    assert OrganiserMessage.objects.filter(text="", sender=None).count() == 1
