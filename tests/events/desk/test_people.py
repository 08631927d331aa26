"""The list of people of a date: who stands on it, in which order, for whose eyes, and how long."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.meetups.actions import set_organisers
from events.registrations.actions import SignUp, let_in, register, register_guest, withdraw
from events.registrations.actions.guests import Guest
from events.registrations.models import AccessNeed, MeetupQuestion, Registration, RegistrationAnswer
from events.registrations.rules import KEEP_ANSWERS, KEEP_NEEDS
from events.registrations.states import Attendance, RegistrationState
from network.members.states import EDITORS
from tests.events.desk.conftest import NOW
from tests.factories.events import MeetupFactory, OccurrenceFactory, RegistrationFactory, SessionFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


def url(name, date, *more):
    return reverse(f"desk:{name}", args=[date.meetup.key, date.key, *more])


def named(given, family="Jansen"):
    return MemberFactory(given_name=given, family_name=family, sort_name=f"{family} {given}".lower())


def names(page):
    return [line.name for line in page.context["lines"]]


@pytest.fixture
def full(date):
    """Four people for two seats: the two that came later wait."""
    school = InstitutionFactory(name="ROC Brugdam", slug="roc-brugdam")
    rows = []
    for number, given in enumerate(("Anna", "Bram", "Chris", "Dilan")):
        member = named(given)
        if number == 0:
            AffiliationFactory(member=member, institution=school)
        rows.append(register(occurrence=date, member=member, sign_up=SignUp(), at=NOW - timedelta(hours=4 - number)))
    return rows


def test_everybody_stands_on_the_list_who_asks_something_first(organiser, date, full):
    RegistrationFactory(occurrence=date, member=named("Els"), state=RegistrationState.WAITING_APPROVAL)
    RegistrationFactory(occurrence=date, member=named("Aat"), state=RegistrationState.WITHDRAWN)
    RegistrationFactory(occurrence=date, member=None, guest_name="Zoë Gast", guest_email="zoe@elders.example")
    page = organiser.get(url("people", date))
    assert names(page) == [
        "Els Jansen",
        "Anna Jansen",
        "Bram Jansen",
        "Zoë Gast",
        "Chris Jansen",
        "Dilan Jansen",
        "Aat Jansen",
    ]
    waiting = page.context["lines"][5]
    assert (waiting.place, waiting.why) == (2, "Alle plekken in de zaal zijn bezet.")
    assert page.context["seats"] == "in de zaal: 3 van 2 plekken · online: 0 van 5 plekken"
    text = page.content.decode()
    assert "zoe@elders.example" not in text
    assert page["Cache-Control"] == "private, no-store"


def test_answers_sessions_and_the_exception_are_shown_and_needs_are_not(organiser, date, full, coach):
    question = MeetupQuestion.objects.create(meetup=date.meetup, label="Laptop?", kind="yes_no")
    RegistrationAnswer.objects.create(registration=full[0], question=question, value="yes")
    full[0].sessions.add(SessionFactory(occurrence=date, title="Bouwen", is_chosen=True))
    AccessNeed.objects.create(registration=full[0], text="Een lift")
    let_in(registration=full[3], by=coach, reason="Spreker van de dag.", at=LATER)
    page = organiser.get(url("people", date))
    first = page.context["lines"][0]
    assert (first.answers, first.sessions) == ([("Laptop?", "ja")], ["Bouwen"])
    text = page.content.decode()
    assert "Toegelaten boven het aantal plekken:</strong> Spreker van de dag." in text
    assert "Een lift" not in text
    assert "Een lift" in organiser.get(url("needs", date)).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?status=waitlisted", ["Chris Jansen", "Dilan Jansen"]),
        ("?vorm=online", ["Online Iemand"]),
        ("?naam=bra+jans", ["Bram Jansen"]),
        ("?school=roc-brugdam", ["Anna Jansen"]),
        ("?status=confirmed&naam=a", ["Anna Jansen", "Bram Jansen", "Online Iemand"]),
        (
            "?status=nonsense&pagina=x&school=%00",
            ["Anna Jansen", "Bram Jansen", "Online Iemand", "Chris Jansen", "Dilan Jansen"],
        ),
        ("?naam=niemand", []),
    ],
)
def test_filters_narrow_the_list(organiser, date, full, query, found):
    RegistrationFactory(occurrence=date, member=named("Online", "Iemand"), mode="online")
    page = organiser.get(url("people", date) + query)
    assert sorted(names(page)) == sorted(found)
    assert page.context["total"] == len(found)


def test_group_and_session_are_filters_of_their_own(organiser, date, full):
    group = date.meetup.seat_groups.create(name="Docenten", seats=1)
    session = SessionFactory(occurrence=date, title="Bouwen", is_chosen=True)
    Registration.objects.filter(pk=full[0].pk).update(seat_group=group)
    full[1].sessions.add(session)
    assert names(organiser.get(url("people", date) + f"?groep={group.key}")) == ["Anna Jansen"]
    assert names(organiser.get(url("people", date) + f"?sessie={session.key}")) == ["Bram Jansen"]


def test_a_list_of_three_asks_as_much_as_a_list_of_one(organiser, date):
    def asked(page):
        with CaptureQueriesContext(connection) as queries:
            organiser.get(url(page, date))
        return len(queries)

    def add(number):
        question = date.meetup.questions.get_or_create(label="Wat?", kind="text")[0]
        for _each in range(number):
            row = RegistrationFactory(occurrence=date, state="waitlisted", queued_at=NOW, pair_key="samen")
            RegistrationAnswer.objects.create(registration=row, question=question, value="Dit")
            AccessNeed.objects.create(registration=row, text="Ruimte")
            row.sessions.add(SessionFactory(occurrence=date))

    add(1)
    first = {page: asked(page) for page in ("people", "waitlist", "needs", "csv", "absent")}
    add(2)
    assert {page: asked(page) for page in first} == first


def test_the_line_is_shown_in_its_order_also_when_two_joined_at_once(organiser, date):
    for given in ("Zita", "Anna"):
        RegistrationFactory(
            occurrence=date, member=named(given), state=RegistrationState.WAITLISTED, queued_at=NOW, created_at=NOW
        )
    lines = organiser.get(url("people", date)).context["lines"]
    assert [(line.name, line.place) for line in lines] == [("Zita Jansen", 1), ("Anna Jansen", 2)]


def test_a_pair_is_named_and_the_history_says_who_did_what(organiser, date, coach):
    first = RegistrationFactory(occurrence=date, member=named("Anna"), pair_key="samen")
    RegistrationFactory(occurrence=date, member=named("Bram"), pair_key="samen")
    row = RegistrationFactory(occurrence=date, member=named("Chris"), state=RegistrationState.WAITLISTED, queued_at=NOW)
    let_in(registration=row, by=coach, reason="Helpt mee.", at=NOW)
    page = organiser.get(url("person", date, first.key))
    assert page.context["line"].pair == "Bram Jansen"
    steps = organiser.get(url("person", date, row.key)).context["steps"]
    assert [(step.what, step.who, step.note) for step in steps] == [("bevestigd", "Noor Verhagen", "Helpt mee.")]


def test_offers_stand_above_the_line_with_their_deadline(organiser, date, full):
    Registration.objects.filter(pk=full[2].pk).update(
        state=RegistrationState.OFFERED, hold_ends_at=NOW + timedelta(days=2)
    )
    page = organiser.get(url("waitlist", date))
    assert [(line.name, line.until) for line in page.context["offers"]] == [
        ("Chris Jansen", "woensdag 6 januari, 09.00")
    ]
    assert [(line.name, line.place) for line in page.context["lines"]] == [("Dilan Jansen", 1)]
    assert reverse("meetups:date", args=[date.meetup.key, date.key]) in page.content.decode()


def test_only_the_organisers_find_the_people(client, date, full, neighbour, coach, other_coach):
    pages = [
        url("people", date),
        url("waitlist", date),
        url("csv", date),
        url("xlsx", date),
        url("person", date, full[0].key),
        url("add_member", date) + "?naam=Anna",
        url("messages", date),
        url("write", date),
        url("absent", date),
        url("act", date, full[0].key, "verwijderen"),
    ]
    removed = MemberFactory(given_name="Oud", family_name="Lid")
    set_organisers(meetup=date.meetup, organisers=[coach, other_coach, removed], at=NOW)
    set_organisers(meetup=date.meetup, organisers=[coach, other_coach], at=NOW)
    for who in (neighbour, removed, full[0].member):
        client.force_login(who)
        assert {client.get(page).status_code for page in [*pages, url("needs", date)]} == {404}
    editor = MemberFactory()
    editor.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    client.force_login(editor)
    AccessNeed.objects.create(registration=full[0], text="Een lift")
    for page in [*pages, url("needs", date)]:
        answer = client.get(page)
        assert answer.status_code == 403
        assert "Jansen" not in answer.content.decode()
    client.force_login(other_coach)
    assert {client.get(page).status_code for page in pages} == {200}
    assert "Wat 1 persoon nodig heeft" in client.get(url("people", date)).content.decode()


def test_a_person_of_another_date_is_not_found(organiser, date, full, neighbour):
    elsewhere = RegistrationFactory(occurrence=OccurrenceFactory(meetup=date.meetup))
    foreign = RegistrationFactory(occurrence__meetup=neighbour.organised_meetups.get())
    for row in (elsewhere, foreign):
        assert organiser.get(url("person", date, row.key)).status_code == 404
        assert organiser.post(url("act", date, row.key, "verwijderen"), {"reason": "Nee"}).status_code == 404
        row.refresh_from_db()
        assert row.state == "confirmed"
    assert organiser.get(url("act", date, full[0].key, "opeten")).status_code == 404


def test_needs_go_after_two_weeks_and_names_after_half_a_year(organiser, date, full, coach, time_machine):
    AccessNeed.objects.create(registration=full[0], text="Een lift")
    time_machine.move_to(date.ends_at + KEEP_NEEDS, tick=False)
    organiser.force_login(coach)
    assert "Een lift" not in organiser.get(url("needs", date)).content.decode()
    assert "Anna" in organiser.get(url("people", date)).content.decode()
    time_machine.move_to(date.ends_at + KEEP_ANSWERS, tick=False)
    organiser.force_login(coach)
    text = organiser.get(url("people", date)).content.decode()
    assert "Anna" not in text
    assert "alleen nog hoeveel mensen" in text
    for page in ("waitlist", "csv", "xlsx", "needs", "write", "absent", "add_member"):
        assert organiser.get(url(page, date)).headers["Location"] == url("people", date)
    assert organiser.get(url("person", date, full[0].key)).headers["Location"] == url("people", date)


def test_where_one_just_comes_the_list_says_so_and_nobody_can_be_put_in(organiser, date):
    date.meetup.admission = "none"
    date.meetup.save()
    text = organiser.get(url("people", date)).content.decode()
    assert "Niemand hoeft zich hiervoor aan te melden" in text
    assert url("add_member", date) not in text
    data = {"name": "Bo", "email": "bo@elders.example", "mode": "online", "reason": "Mag mee."}
    page = organiser.post(url("add_guest", date), data)
    assert page.context["form"].non_field_errors()
    assert not Registration.objects.exists()


def test_who_left_the_portal_is_not_on_the_list(organiser, date):
    RegistrationFactory(occurrence=date, member=None, erased_at=NOW)
    assert names(organiser.get(url("people", date))) == []


def test_a_guest_who_did_not_confirm_yet_is_held(organiser, date):
    register_guest(occurrence=date, guest=Guest(name="Gast", email="g@x.example"), sign_up=SignUp(), at=NOW)
    line = organiser.get(url("people", date)).context["lines"][0]
    assert (line.state, line.until) == ("vastgehouden", "maandag 4 januari, 09.30")


def stayed_away(member, meetup, *, ends, mode="on_site", with_attendance=True):
    past = OccurrenceFactory(meetup=meetup, starts_at=ends - timedelta(hours=2), ends_at=ends)
    RegistrationFactory(occurrence=past, member=member, attendance=Attendance.ABSENT, mode=mode)
    if with_attendance:
        RegistrationFactory(occurrence=past, attendance=Attendance.PRESENT)
    return past


def test_absences_count_only_where_attendance_was_taken_and_at_meetups_of_the_reader(
    client, date, coach, other_coach, portal
):
    member = named("Anna")
    RegistrationFactory(occurrence=date, member=member)
    recent = NOW - timedelta(days=30)
    stayed_away(member, date.meetup, ends=recent)
    stayed_away(member, date.meetup, ends=recent, with_attendance=False)
    stayed_away(member, date.meetup, ends=recent, mode="online")
    stayed_away(member, date.meetup, ends=NOW - timedelta(days=184))
    of_one = MeetupFactory(page__parent=portal.agenda)
    set_organisers(meetup=of_one, organisers=[other_coach], at=NOW)
    stayed_away(member, of_one, ends=recent)
    counts = []
    for reader in (coach, other_coach):
        client.force_login(reader)
        counts.append(client.get(url("people", date)).context["lines"][0].missed)
    assert counts == [1, 2]


def test_withdrawing_in_time_is_no_absence(client, date, coach):
    member = named("Anna")
    RegistrationFactory(occurrence=date, member=member)
    past = stayed_away(named("Bram"), date.meetup, ends=NOW - timedelta(days=30))
    row = RegistrationFactory(occurrence=past, member=member)
    withdraw(registration=row, at=past.starts_at - timedelta(days=1))
    client.force_login(coach)
    assert client.get(url("people", date)).context["lines"][0].missed == 0
