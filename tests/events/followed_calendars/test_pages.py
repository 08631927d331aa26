"""The pages: a coordinator proposes and stops, an editor decides in /beheer/, and both hear what waits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.followed_calendars.actions import approve_event, note_failure, propose_calendar
from events.followed_calendars.actions.deciding import Choice
from events.followed_calendars.models import FollowedCalendar, FoundEvent
from events.followed_calendars.states import CalendarState, FoundState, Problem, Wait
from events.models import Meetup
from home.foundation.rights import ensure_rights
from network.members.actions import ensure_groups
from network.members.states import CONVERSATION_LEADERS, EDITORS, Standing
from tests.events.followed_calendars.conftest import NOW, event
from tests.factories.network import InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db
DESK = "/beheer/gevolgde-agendas/"
GOOD = {"address": "https://noord.example/agenda.ics", "website": "https://www.noord.example/agenda"}


@pytest.fixture
def page(portal, client, coordinator, school):
    client.force_login(coordinator)
    return reverse("followed_calendars:of_school", args=[school.slug])


@pytest.fixture
def desk(portal, client, editor):
    groups = ensure_groups()
    ensure_rights(groups, portal.home)
    editor.groups.add(groups[EDITORS])
    client.force_login(editor)
    return client


def test_a_coordinator_proposes_and_sees_where_it_stands(client, page, school):
    response = client.post(page, {**GOOD, "address": "webcal://noord.example/agenda.ics"}, follow=True)

    calendar = FollowedCalendar.objects.get()
    assert (calendar.institution, calendar.address, calendar.state) == (school, GOOD["address"], CalendarState.PROPOSED)
    text = response.content.decode()
    assert "De redactie bekijkt deze agenda." in text
    assert "Wacht op de redactie" in text
    assert "Trek dit voorstel in" in text


@pytest.mark.parametrize(
    "address",
    [
        "http://noord.example/agenda.ics",
        "https://wie:geheim@noord.example/agenda.ics",
        "https://127.0.0.1/agenda.ics",
        "https://noord.example:8443/agenda.ics",
        "javascript:alert(1)",
        "agenda",
        "",
    ],
)
def test_an_address_that_can_not_be_fetched_is_refused_in_the_form(client, page, address):
    response = client.post(page, {**GOOD, "address": address})

    assert response.context["form"].errors["address"]
    assert response.context["form"]["website"].value() == GOOD["website"]
    assert not FollowedCalendar.objects.exists()


def test_the_same_calendar_twice_is_said_at_the_field(client, page):
    client.post(page, GOOD)
    response = client.post(page, GOOD)
    assert response.context["form"].errors["address"] == ["Deze agenda volgen we al, of hij wacht op de redactie."]
    assert FollowedCalendar.objects.count() == 1


def test_a_calendar_that_fails_says_why_on_the_page_and_on_mijn(client, page, followed):
    for _ in range(5):
        note_failure(calendar=followed, problem=Problem.NO_CALENDAR, at=NOW)
    assert "Op dit adres staat geen agenda." in client.get(page).content.decode()
    text = client.get("/mijn/").content.decode()
    assert "De agenda van ROC Noord is niet te lezen" in text


def test_looking_changes_nothing_and_stopping_asks_first(client, page, followed):
    address = reverse("followed_calendars:stop", args=[followed.institution.slug, followed.key])
    assert address in client.get(page).content.decode()
    assert "Deze agenda niet meer volgen?" in client.get(address).content.decode()
    followed.refresh_from_db()
    assert followed.state == CalendarState.FOLLOWED

    client.post(address)

    followed.refresh_from_db()
    assert followed.state == CalendarState.STOPPED
    assert address not in client.get(page).content.decode()


def test_for_anyone_else_the_page_is_not_there(client, page, followed, other_coach, editor):
    stop = reverse("followed_calendars:stop", args=[followed.institution.slug, followed.key])
    for person in (other_coach, editor):
        client.force_login(person)
        assert client.get(page).status_code == 404
        assert client.post(page, GOOD).status_code == 404
        assert client.post(stop).status_code == 404
    client.logout()
    assert client.get(page).status_code == 302
    followed.refresh_from_db()
    assert followed.state == CalendarState.FOLLOWED


def test_the_calendar_of_another_school_is_not_there(client, page, school, coordinator, editor):
    other = InstitutionFactory()
    foreign = propose_calendar(institution=other, member=editor, at=NOW, **GOOD)
    assert client.post(reverse("followed_calendars:stop", args=[school.slug, foreign.key])).status_code == 404


def test_the_page_of_the_school_leads_only_its_coordinator_there(client, page, school, other_coach):
    assert page in client.get(school.get_absolute_url()).content.decode()
    client.force_login(other_coach)
    assert page not in client.get(school.get_absolute_url()).content.decode()
    client.logout()
    assert page not in client.get(school.get_absolute_url()).content.decode()


def test_who_is_no_member_any_more_is_not_led_there(client, page, school, coordinator):
    assert page in client.get(school.get_absolute_url()).content.decode()
    coordinator.standing = Standing.PROSPECT
    coordinator.save()

    assert page not in client.get(school.get_absolute_url()).content.decode()


def test_an_editor_finds_what_waits_on_mijn_and_accepts_a_calendar(desk, school, coordinator):
    calendar = propose_calendar(institution=school, member=coordinator, at=NOW, **GOOD)
    assert "1 agenda van een school om te bekijken" in desk.get("/mijn/").content.decode()
    assert GOOD["address"] in desk.get(DESK).content.decode()

    desk.post(f"{DESK}agenda/{calendar.key}/", {"doen": "volgen"})

    calendar.refresh_from_db()
    assert (calendar.state, calendar.next_fetch_at) == (CalendarState.FOLLOWED, NOW)


def test_a_refusal_needs_a_reason(desk, school, coordinator):
    calendar = propose_calendar(institution=school, member=coordinator, at=NOW, **GOOD)
    address = f"{DESK}agenda/{calendar.key}/"
    desk.post(address, {"doen": "afwijzen", "reason": ""})
    calendar.refresh_from_db()
    assert calendar.state == CalendarState.PROPOSED

    desk.post(address, {"doen": "afwijzen", "reason": "Alleen vergaderingen."})

    calendar.refresh_from_db()
    assert (calendar.state, calendar.reason) == (CalendarState.DECLINED, "Alleen vergaderingen.")


def test_an_editor_adds_a_calendar(desk, school):
    desk.post(f"{DESK}volgen/", {**GOOD, "institution": school.slug})
    assert FollowedCalendar.objects.get().state == CalendarState.FOLLOWED


def test_an_editor_approves_a_date(desk, says, client):
    [found] = says(event(summary="Open <b>dag</b>"))
    assert "Open &lt;b&gt;dag&lt;/b&gt;" in desk.get(DESK).content.decode()
    address = f"{DESK}datum/{found.key}/"
    assert "donderdag 1 juli 2027, 10.00–12.00" in desk.get(address).content.decode()
    assert not Meetup.objects.exists()

    desk.post(address, {"doen": "goedkeuren", "kind": "visit"})

    assert Meetup.objects.get().kind == "visit"
    assert "Er wacht niets." in desk.get(DESK).content.decode()


def test_an_editor_approves_a_series_at_once_or_one_of_it(desk, says):
    rows = says(event(rrule="FREQ=WEEKLY;COUNT=3"))
    address = f"{DESK}datum/{rows[0].key}/"
    assert "Ook de 2 andere datums van deze reeks" in desk.get(address).content.decode()

    desk.post(address, {"doen": "goedkeuren", "kind": "visit", "reeks": "ja"})

    assert Meetup.objects.get().occurrences.planned().count() == 3


def test_times_are_asked_for_days_without_and_said_at_the_field(desk, says):
    [found] = says("UID:1\r\nDTSTART;VALUE=DATE:20270701\r\nSUMMARY:Zomerschool")
    address = f"{DESK}datum/{found.key}/"
    response = desk.post(address, {"doen": "goedkeuren", "kind": "visit"})
    assert response.context["form"].errors["starts"]

    desk.post(address, {"doen": "goedkeuren", "kind": "visit", "starts": "09:00", "ends": "16:00"})
    assert Meetup.objects.count() == 1


def test_an_editor_reads_what_is_different(desk, says, editor):
    [found] = says(event())
    approve_event(event=found, editor=editor, choice=Choice(), at=NOW)
    [found] = says(event(location="Zaal 2", dtstart="20270702T100000", dtend="20270702T120000"))
    address = f"{DESK}datum/{found.key}/"
    text = desk.get(address).content.decode()
    assert [(row.label, row.before, row.after) for row in desk.get(address).context["differences"]] == [
        ("Wanneer", "donderdag 1 juli 2027, 10.00–12.00", "vrijdag 2 juli 2027, 10.00–12.00"),
        ("Locatie", "Aula", "Zaal 2"),
    ]
    assert "Neem dit over" in text

    desk.post(address, {"doen": "overnemen"})
    assert Meetup.objects.get().occurrences.get().place == "Zaal 2"


def test_an_editor_cancels_or_leaves_what_is_gone(desk, says, editor):
    [found] = says(event())
    approve_event(event=found, editor=editor, choice=Choice(), at=NOW)
    says()
    address = f"{DESK}datum/{found.key}/"
    desk.post(address, {"doen": "afzeggen", "reason": ""})
    date = Meetup.objects.get().occurrences.get()
    assert date.state == "planned"

    desk.post(address, {"doen": "afzeggen", "reason": "De school heeft dit afgezegd."})
    date.refresh_from_db()
    assert (date.state, date.reason) == ("cancelled", "De school heeft dit afgezegd.")


@pytest.mark.parametrize("wish", ["goedkeuren", "overnemen", "afzeggen", "laten", "onzin", ""])
def test_a_wish_that_does_not_fit_is_refused_in_words(desk, says, editor, wish):
    [found] = says(event())
    approve_event(event=found, editor=editor, choice=Choice(), at=NOW)
    found.refresh_from_db()
    response = desk.post(f"{DESK}datum/{found.key}/", {"doen": wish, "kind": "visit", "reason": "x"}, follow=True)
    assert response.status_code == 200
    found.refresh_from_db()
    assert found.state == FoundState.APPROVED
    assert Meetup.objects.count() == 1


@pytest.mark.parametrize("path", ["", "volgen/", "agenda/{calendar}/", "datum/{event}/"])
def test_without_the_right_there_is_nothing_to_decide(portal, client, says, followed, path):
    [found] = says(event())
    groups = ensure_groups()
    ensure_rights(groups, portal.home)
    leader = MemberFactory()
    leader.groups.add(groups[CONVERSATION_LEADERS])
    address = DESK + path.format(calendar=followed.key, event=found.key)
    for person in (leader, MemberFactory()):
        client.force_login(person)
        for ask in (client.get, client.post):
            assert ask(address, {"doen": "goedkeuren", "kind": "visit"}).status_code in {302, 403, 404, 405}
    assert not Meetup.objects.exists()
    assert FoundEvent.objects.get().state == FoundState.NEW


def test_lists_take_the_same_number_of_queries_for_one_and_for_three(desk, says, page, client, editor, coordinator):
    def counted(person, address):
        client.force_login(person)
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        return len(queries)

    says(event())
    one = counted(editor, DESK), counted(coordinator, page)
    says(event(), event(uid="b"), event(uid="c"))
    three = counted(editor, DESK), counted(coordinator, page)
    assert one == three


@pytest.mark.parametrize("wish", ["goedkeuren", "afzeggen", "onzin", ""])
def test_a_button_of_what_stood_there_before_settles_nothing(desk, says, editor, wish):
    [found] = says(event())
    approve_event(event=found, editor=editor, choice=Choice(), at=NOW)
    [found] = says(event(location="Zaal 2"))
    response = desk.post(f"{DESK}datum/{found.key}/", {"doen": wish, "kind": "visit", "reason": "x"}, follow=True)
    assert "intussen iets veranderd" in response.content.decode()
    found.refresh_from_db()
    assert (found.state, found.wait) == (FoundState.APPROVED, Wait.UPDATE)
