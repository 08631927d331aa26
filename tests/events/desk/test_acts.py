"""What organisers do with people, as they do it in the browser: one at a time, several, and by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.desk.rules import GUESTS_PER_HOUR
from events.desk.todos import DESK_TODOS
from events.meetups.actions import cancel_occurrence
from events.registrations.models import Registration
from events.registrations.states import Attendance, RegistrationState
from portal.shared.outbox.models import OutboxMail
from tests.events.desk.conftest import NOW
from tests.factories.events import RegistrationFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db


def url(name, date, *more):
    return reverse(f"desk:{name}", args=[date.meetup.key, date.key, *more])


def person(date, given, state=RegistrationState.WAITING_APPROVAL, **more):
    member = MemberFactory(given_name=given, family_name="Jansen", email=f"{given.lower()}@school.example")
    return RegistrationFactory(occurrence=date, member=member, state=state, created_at=NOW, **more)


def flashes(page):
    return [str(message) for message in page.context["messages"]]


def mail_to(given):
    return OutboxMail.objects.get(to=f"{given.lower()}@school.example")


def test_saying_yes_gives_a_seat_and_a_mail_once(organiser, date):
    row = person(date, "Anna")
    page = organiser.get(url("person", date, row.key))
    assert [act["slug"] for act in page.context["acts"]] == ["goedkeuren", "afwijzen", "toelaten", "verwijderen"]
    address = url("act", date, row.key, "goedkeuren")
    organiser.get(address)
    row.refresh_from_db()
    assert row.state == RegistrationState.WAITING_APPROVAL
    assert flashes(organiser.post(address, follow=True)) == ["Anna Jansen: bevestigd"]
    organiser.post(address)
    assert mail_to("Anna").purpose == "events.registration_confirmed"


def test_saying_no_needs_a_kind_reason_that_the_person_reads(organiser, date):
    row = person(date, "Anna")
    address = url("act", date, row.key, "afwijzen")
    page = organiser.post(address, {"reason": " "})
    assert page.context["form"].errors["reason"] == ["Schrijf waarom. Diegene leest het."]
    assert not OutboxMail.objects.exists()
    organiser.post(address, {"reason": "Deze keer zijn ict'ers aan de beurt. Kom in mei."})
    row.refresh_from_db()
    assert row.state == RegistrationState.DECLINED
    assert "Deze keer zijn ict'ers aan de beurt. Kom in mei." in mail_to("Anna").text


def test_who_is_taken_off_makes_room_for_the_first_in_line(organiser, date):
    out, _stays = (person(date, name, RegistrationState.CONFIRMED) for name in ("Anna", "Bram"))
    first = person(date, "Chris", RegistrationState.WAITLISTED, queued_at=NOW)
    organiser.post(url("act", date, out.key, "verwijderen"), {"reason": "Dubbel aangemeld."})
    out.refresh_from_db()
    first.refresh_from_db()
    assert (out.state, first.state) == (RegistrationState.REMOVED, RegistrationState.CONFIRMED)
    assert "Dubbel aangemeld." in mail_to("Anna").text


def test_letting_in_above_the_limit_is_said_to_the_person_and_on_the_list(organiser, date):
    for name in ("Anna", "Bram"):
        person(date, name, RegistrationState.CONFIRMED)
    row = person(date, "Chris", RegistrationState.WAITLISTED, queued_at=NOW)
    organiser.post(url("act", date, row.key, "toelaten"), {"reason": "Zij geeft de eerste ronde."})
    row.refresh_from_db()
    assert (row.state, row.override_reason) == (RegistrationState.CONFIRMED, "Zij geeft de eerste ronde.")
    text = mail_to("Chris").text
    assert "laten je toe boven het aantal plekken. Ze schrijven: Zij geeft de eerste ronde." in text
    assert "Zij geeft de eerste ronde." in organiser.get(url("people", date)).content.decode()
    assert "3 van 2 plekken" in organiser.get(url("people", date)).content.decode()


def test_what_can_not_be_done_any_more_is_said_and_changes_nothing(organiser, date, time_machine, coach):
    row = person(date, "Anna", RegistrationState.WITHDRAWN)
    page = organiser.post(url("act", date, row.key, "verwijderen"), {"reason": "Weg"})
    assert "kan niet meer" in str(page.context["form"].non_field_errors())
    assert organiser.get(url("person", date, row.key)).context["acts"] == []
    assert not organiser.get(url("act", date, row.key, "toelaten")).context["is_possible"]
    waits = person(date, "Bram")
    time_machine.move_to(date.starts_at, tick=False)
    organiser.force_login(coach)
    page = organiser.post(url("act", date, waits.key, "goedkeuren"))
    assert page.context["form"].non_field_errors()
    waits.refresh_from_db()
    assert waits.state == RegistrationState.WAITING_APPROVAL
    assert not OutboxMail.objects.exists()


def test_several_get_a_yes_in_the_order_they_asked_and_each_outcome_is_said(organiser, date):
    first, second, third, gone = (person(date, name) for name in ("Anna", "Bram", "Chris", "Dirk"))
    for minutes, row in ((3, first), (2, second), (1, third)):
        Registration.objects.filter(pk=row.pk).update(created_at=NOW - timedelta(minutes=minutes))
    Registration.objects.filter(pk=gone.pk).update(state=RegistrationState.WITHDRAWN)
    page = organiser.get(url("people", date))
    assert page.content.decode().count('name="gekozen"') == 3
    keys = [third.key, gone.key, first.key, second.key]
    page = organiser.post(url("approve_chosen", date), {"gekozen": keys}, follow=True)
    assert flashes(page) == [
        "Anna Jansen: bevestigd",
        "Bram Jansen: bevestigd",
        "Chris Jansen: op de wachtlijst",
        "Dirk Jansen: Dit kan niet meer: er is intussen iets veranderd. Laad de pagina opnieuw en kijk hoe het nu is.",
    ]


def test_who_waits_for_an_answer_stands_on_the_own_page_of_organisers(organiser, date, coach, neighbour):
    for name in ("Anna", "Bram"):
        person(date, name)
    person(date, "Chris", RegistrationState.CONFIRMED)
    [item] = DESK_TODOS.todos(coach, None, at=NOW)
    assert (item.explanation, item.deadline_at) == ("2 mensen wachten op jullie antwoord.", date.starts_at)
    assert [line.name for line in organiser.get(item.url).context["lines"]] == ["Anna Jansen", "Bram Jansen"]
    assert list(DESK_TODOS.todos(neighbour, None, at=NOW)) == []
    assert list(DESK_TODOS.todos(coach, None, at=date.starts_at)) == []


def test_nobody_ticked_is_said(organiser, date):
    assert flashes(organiser.post(url("approve_chosen", date), follow=True)) == [
        "Je hebt niemand gekozen. Vink aan wie je goedkeurt en druk dan weer op de knop."
    ]


def test_strangers_change_nothing(client, date, neighbour):
    row = person(date, "Anna")
    client.force_login(neighbour)
    posts = [
        (url("act", date, row.key, "goedkeuren"), {}),
        (url("act", date, row.key, "verwijderen"), {"reason": "Weg"}),
        (url("approve_chosen", date), {"gekozen": [row.key]}),
        (url("add_member", date), {"member": neighbour.key, "mode": "on_site", "reason": "Ik wil."}),
        (url("add_guest", date), {"name": "X", "email": "x@x.example", "mode": "on_site", "reason": "Ik wil."}),
        (url("absent", date), {"absent": [row.key]}),
    ]
    assert {client.post(address, data).status_code for address, data in posts} == {404}
    row.refresh_from_db()
    assert row.state == RegistrationState.WAITING_APPROVAL
    assert Registration.objects.filter(occurrence=date).count() == 1
    assert not OutboxMail.objects.exists()


def test_several_of_another_date_are_left_alone(organiser, date, neighbour):
    foreign = RegistrationFactory(
        occurrence=neighbour.organised_meetups.get().occurrences.get(), state=RegistrationState.WAITING_APPROVAL
    )
    organiser.post(url("approve_chosen", date), {"gekozen": [foreign.key]})
    foreign.refresh_from_db()
    assert foreign.state == RegistrationState.WAITING_APPROVAL


def test_a_member_is_found_by_name_with_school_and_put_in(organiser, date, time_machine):
    member = MemberFactory(given_name="Anna", family_name="Jansen", email="anna@school.example")
    AffiliationFactory(member=member, institution=InstitutionFactory(name="ROC Brugdam"))
    page = organiser.get(url("add_member", date) + "?naam=anna")
    assert page.context["found"] == [(member.key, "Anna Jansen · ROC Brugdam")]
    data = {"member": member.key, "mode": "online", "reason": "Zij is de spreker."}
    page = organiser.post(url("add_member", date), data, follow=True)
    assert flashes(page) == ["Anna Jansen heeft nu een plek en krijgt een mail."]
    row = Registration.objects.get(member=member)
    assert (row.state, row.mode, row.override_reason) == (RegistrationState.CONFIRMED, "online", "")
    assert "hebben je op de lijst gezet. Ze schrijven: Zij is de spreker." in mail_to("Anna").text
    time_machine.move_to(NOW + timedelta(seconds=1), tick=False)
    page = organiser.post(url("add_member", date), data, follow=True)
    assert flashes(page) == ["Anna Jansen staat al op de lijst: bevestigd."]
    assert Registration.objects.filter(member=member).count() == 1


def test_putting_in_keeps_what_was_typed_and_says_what_is_missing(organiser, date, stranger):
    page = organiser.post(url("add_member", date), {"member": stranger.key, "mode": "on_site", "reason": "Hulp"})
    assert set(page.context["form"].errors) == {"member"}
    assert "Hulp" in page.content.decode()
    assert not Registration.objects.exists()


def test_someone_without_an_account_is_put_in_above_the_limit_and_hears_why(organiser, date, time_machine):
    for name in ("Anna", "Bram"):
        person(date, name, RegistrationState.CONFIRMED)
    data = {"name": "Zoë", "email": " ZOE@elders.example ", "mode": "on_site", "reason": "Zij vertaalt."}
    organiser.post(url("add_guest", date), data, follow=True)
    time_machine.move_to(NOW + timedelta(seconds=1), tick=False)
    page = organiser.post(url("add_guest", date), data, follow=True)
    assert flashes(page) == ["Zoë staat al op de lijst: bevestigd."]
    row = Registration.objects.get(guest_email="zoe@elders.example")
    assert (row.state, row.override_reason) == (RegistrationState.CONFIRMED, "Zij vertaalt.")
    mail = OutboxMail.objects.get(to="zoe@elders.example")
    assert "Zij vertaalt." in mail.text
    assert "/agenda/aanmelding/" in mail.text
    assert "zoe@elders.example" not in page.content.decode()


def test_adding_guests_has_a_pace(organiser, date):
    for number in range(GUESTS_PER_HOUR + 1):
        data = {"name": "Gast", "email": f"g{number}@elders.example", "mode": "online", "reason": "Groep."}
        page = organiser.post(url("add_guest", date), data)
    assert "Wacht een uur" in str(page.context["form"].non_field_errors())
    assert Registration.objects.count() == GUESTS_PER_HOUR


@pytest.fixture
def over(organiser, date, coach, time_machine):
    """Five people at a date that is over: one was checked in on site, nobody online."""
    rows = [person(date, name, RegistrationState.CONFIRMED) for name in ("Anna", "Bram", "Chris")]
    rows.append(person(date, "Online", RegistrationState.CONFIRMED, mode="online"))
    rows.append(person(date, "Wacht", RegistrationState.WITHDRAWN))
    Registration.objects.filter(pk=rows[0].pk).update(attendance=Attendance.PRESENT)
    time_machine.move_to(date.ends_at + timedelta(hours=1), tick=False)
    organiser.force_login(coach)
    return rows


def attendance():
    return list(Registration.objects.order_by("pk").values_list("attendance", flat=True))


def test_the_rest_did_not_come_and_a_mistake_is_taken_back(organiser, date, over):
    page = organiser.get(url("absent", date))
    assert sorted(page.context["form"].initial["absent"]) == sorted(row.key for row in over[1:3])
    page = organiser.post(url("absent", date), {"absent": [row.key for row in over[1:3]]}, follow=True)
    assert flashes(page) == ["2 mensen kwamen niet."]
    assert attendance() == ["present", "absent", "absent", "unknown", "unknown"]
    organiser.post(url("absent", date), {"absent": [over[2].key]})
    assert attendance() == ["present", "unknown", "absent", "unknown", "unknown"]
    assert [line.attendance for line in organiser.get(url("people", date)).context["lines"]][:4] == [
        "was er",
        "niet genoteerd",
        "kwam niet",
        "niet genoteerd",
    ]


def test_who_was_checked_in_meanwhile_stays_present(organiser, date, over):
    page = organiser.post(url("absent", date), {"absent": [over[0].key, over[1].key]})
    assert "absent" in page.context["form"].errors
    assert attendance() == ["present", "unknown", "unknown", "unknown", "unknown"]


def test_without_attendance_nobody_stayed_away(organiser, date, over):
    Registration.objects.update(attendance=Attendance.UNKNOWN)
    page = organiser.get(url("absent", date))
    assert page.context["refusal"].startswith("Er staat niemand als aanwezig")
    organiser.post(url("absent", date), {"absent": []})
    assert set(attendance()) == {"unknown"}


def test_before_the_end_nobody_is_absent(organiser, date):
    person(date, "Anna", RegistrationState.CONFIRMED)
    Registration.objects.update(attendance=Attendance.PRESENT)
    page = organiser.post(url("absent", date), {"absent": []})
    assert "nog niet voorbij" in str(page.context["form"].non_field_errors())


def test_of_a_date_that_does_not_go_on_nobody_is_let_in(organiser, date):
    row = person(date, "Anna")
    cancel_occurrence(occurrence=date, reason="De spreker is ziek.", at=NOW)
    OutboxMail.objects.all().delete()
    page = organiser.get(url("person", date, row.key))
    assert [act["slug"] for act in page.context["acts"]] == ["afwijzen", "verwijderen"]
    assert 'name="gekozen"' not in organiser.get(url("people", date)).content.decode()
    page = organiser.post(url("approve_chosen", date), {"gekozen": [row.key]}, follow=True)
    assert flashes(page) == ["Anna Jansen: Deze datum gaat niet door, dus niemand kan er nog een plek krijgen."]
    assert not OutboxMail.objects.exists()
