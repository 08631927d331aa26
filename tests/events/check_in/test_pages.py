"""The door over HTTP: who may stand there, what a tap answers, and what a code opens for whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.check_in.codes import code_of, short_code
from events.models import CheckIn, Registration
from events.registrations.models import AccessNeed
from tests.events.check_in.conftest import DOOR
from tests.factories.events import MeetupFactory, OccurrenceFactory, RegistrationFactory
from tests.factories.network import MemberFactory

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture(autouse=True)
def _at_the_door(time_machine):
    time_machine.move_to(DOOR, tick=False)


@pytest.fixture
def door(client, sanne):
    client.force_login(sanne)
    return client


def url(date, name="desk"):
    return reverse(f"check_in:{name}", args=[date.meetup.key, date.key])


def scan_url(row):
    return reverse("check_in:scan", args=[code_of(row.key)])


def attendance(row):
    row.refresh_from_db()
    return row.attendance


def names(page):
    return [person.name for person in page.context["people"]]


def test_check_in_by_name_without_script(door, date, noor):
    RegistrationFactory(occurrence=date, member=MemberFactory(given_name="Zoë", family_name="Árvai"))
    RegistrationFactory(occurrence=date, state="waitlisted", queued_at=DOOR)
    assert door.get(url(date)).context["turnout"].expected == 2
    assert names(door.get(url(date), {"naam": "zoe arv"})) == ["Zoë Árvai"]
    assert names(door.get(url(date), {"naam": "lindenwaard"})) == ["Noor Verhagen"]
    assert names(door.get(url(date), {"naam": short_code(noor.key)})) == ["Noor Verhagen"]

    answer = door.post(url(date), {"in": noor.key, "naam": "noor & co"}, follow=True)

    assert answer.redirect_chain == [(f"{url(date)}?naam=noor+%26+co", 302)]
    assert [str(message) for message in answer.context["messages"]] == ["Noor Verhagen is ingecheckt."]
    assert attendance(noor) == "present"
    door.post(url(date), {"uit": noor.key})
    assert attendance(noor) == "unknown"


def test_phone_is_told_who_was_first(door, date, noor, sanne, daan, time_machine):
    first = door.post(url(date), {"in": noor.key, "token": "tik-00000001"}, **JSON).json()
    time_machine.move_to(DOOR + timedelta(minutes=4), tick=False)
    door.force_login(daan)
    second = door.post(url(date), {"in": noor.key, "token": "tik-00000002"}, **JSON).json()

    assert first == {
        "outcome": "done",
        "key": noor.key,
        "text": "Noor Verhagen is ingecheckt.",
        "state": "present",
        "since": "9.41",
        "came": 1,
        "expected": 1,
    }
    assert second == {
        **first,
        "outcome": "already",
        "text": "Noor Verhagen was al ingecheckt, om 9.41 door Sanne.",
    }
    assert door.get(url(date, "stand")).json() == {
        "came": 1,
        "expected": 1,
        "people": {noor.key: ["present", "9.41"]},
    }


def test_taps_kept_by_a_phone_arrive_once_with_their_own_time(door, date, noor):
    kept = {"in": noor.key, "token": "tik-00000001", "ago": str(5 * 60 * 1000)}
    answers = [door.post(url(date), kept, **JSON).json() for _try in range(3)]

    assert {(answer["outcome"], answer["since"], answer["came"]) for answer in answers} == {("done", "9.36", 1)}
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    "nonsense",
    [
        {},
        {"in": "\x00"},
        {"in": "x" * 5000},
        {"code": "é.\ud7ff"},
        {"code": "."},
        {"in": "bestaat-niet", "ago": "-1", "token": "<script>"},
        {"uit": "bestaat-niet", "ago": "9" * 400},
    ],
)
def test_nonsense_is_refused_in_words(door, date, noor, nonsense):
    answer = door.post(url(date), nonsense, **JSON).json()

    assert (answer["outcome"], answer["came"]) == ("refused", 0)
    assert answer["text"].startswith("Dit is geen kaartje van het portaal")


def test_code_of_another_meetup_says_so(door, date, noor, meetup):
    elsewhere = RegistrationFactory(occurrence=OccurrenceFactory(meetup=MeetupFactory(page__parent=meetup.page)))
    later = RegistrationFactory(occurrence=OccurrenceFactory(meetup=meetup, starts_at=DOOR + timedelta(days=30)))

    assert door.post(url(date), {"code": code_of(noor.key)}, **JSON).json()["outcome"] == "done"
    for row in (elsewhere, later):
        answer = door.post(url(date), {"code": code_of(row.key)}, **JSON).json()
        assert answer["text"].startswith("Dit kaartje is voor een andere bijeenkomst of een andere datum.")
    # Without its signature a key of a ticket is no code.
    assert door.post(url(date), {"code": noor.key}, **JSON).json()["text"].startswith("Dit is geen kaartje")
    assert door.post(url(date), {"in": elsewhere.key}, **JSON).json()["outcome"] == "refused"
    assert (attendance(elsewhere), attendance(later)) == ("unknown", "unknown")


def test_scanned_ticket_shows_and_then_checks_in(door, noor, date):
    page = door.get(scan_url(noor))
    assert (page.status_code, page.context["person"].name, attendance(noor)) == (200, "Noor Verhagen", "unknown")

    door.post(scan_url(noor), {"in": "1"})
    again = door.get(scan_url(noor))
    assert "Is er sinds 9.41" in again.content.decode()
    assert "Ingecheckt door Sanne." in again.content.decode()
    door.post(scan_url(noor), {"uit": "1"})
    assert attendance(noor) == "unknown"


def test_a_code_opens_nothing_for_who_does_not_run_the_meetup(client, noor, other_coach, meetup):
    assert client.get(scan_url(noor)).url.startswith("/account/login/")
    other_meetup = MeetupFactory(page__parent=meetup.page)
    other_meetup.organiser_rows.create(member=other_coach)
    client.force_login(other_coach)

    foreign, guessed = (client.get(path) for path in (scan_url(noor), f"/agenda/inchecken/{noor.key}.{'a' * 43}/"))

    assert (foreign.status_code, guessed.status_code) == (404, 404)
    assert foreign.context["ticket"] == guessed.context["ticket"] == ""
    assert not any(word in foreign.content.decode() for word in ("Noor", "Verhagen", "Netwerkbijeenkomst"))
    assert client.post(scan_url(noor), {"in": "1"}).status_code == 404
    assert attendance(noor) == "unknown"


def test_own_ticket_leads_to_itself_and_checks_nobody_in(client, noor):
    client.force_login(noor.member)
    page = client.get(scan_url(noor))
    assert page.context["ticket"] == reverse("check_in:ticket", args=[noor.key])
    client.post(scan_url(noor), {"in": "1"})
    assert attendance(noor) == "unknown"


ORGANISERS_ONLY = ("desk", "stand", "walk_in", "sheet", "badges")


@pytest.mark.parametrize("name", ORGANISERS_ONLY)
def test_only_organisers_read_who_comes(client, noor, date, editor, coach, name):
    assert client.get(url(date, name)).url.startswith("/account/login/")
    for person in (coach, noor.member):
        client.force_login(person)
        assert client.get(url(date, name)).status_code == 404
    editor.is_superuser = True
    editor.save()
    client.force_login(editor)
    page = client.get(url(date, name))
    assert page.status_code == 403
    assert "Verhagen" not in page.content.decode()
    assert client.post(url(date, name), {"in": noor.key}).status_code == 403
    assert attendance(noor) == "unknown"


def test_a_date_of_another_meetup_is_not_there(door, date, meetup):
    other = OccurrenceFactory(meetup=MeetupFactory(page__parent=meetup.page))
    assert door.get(reverse("check_in:desk", args=[meetup.key, other.key])).status_code == 404
    assert door.get(url(other)).status_code == 404


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        pytest.param(timedelta(days=-3), "Inchecken kan vanaf woensdag 10 februari 2027 om 10.00", id="before"),
        pytest.param(timedelta(days=3), "Het inchecken is voorbij", id="over"),
    ],
)
def test_outside_of_the_window_the_page_says_when_and_shows_no_names(door, date, noor, time_machine, moved, words):
    time_machine.move_to(DOOR + moved, tick=False)
    page = door.get(url(date))
    assert words in page.content.decode()
    assert "Verhagen" not in page.content.decode()
    assert door.post(url(date), {"in": noor.key}, **JSON).json()["outcome"] == "refused"
    if moved > timedelta(0):
        assert {door.get(url(date, name)).status_code for name in ("stand", "sheet", "badges")} == {404}


def test_camera_is_allowed_at_the_door_and_nowhere_else(door, date, noor):
    assert "camera=(self)" in door.get(url(date)).headers["Permissions-Policy"]
    assert "microphone=()" in door.get(url(date)).headers["Permissions-Policy"]
    for path in (scan_url(noor), url(date, "sheet"), url(date, "walk_in"), "/mijn/"):
        assert "camera=()" in door.get(path).headers["Permissions-Policy"]


def test_no_cache_keeps_the_list(door, date, noor):
    for name in ORGANISERS_ONLY:
        assert "no-store" in door.get(url(date, name)).headers["Cache-Control"]


def test_someone_not_on_the_list_is_let_in(door, date, noor):
    MemberFactory(given_name="Bram", family_name="Kade", standing="prospect")
    waiting = RegistrationFactory(occurrence=date, state="waitlisted", queued_at=DOOR)
    waiting.member.given_name, waiting.member.family_name = "Bram", "Wacht"
    waiting.member.save()
    page = door.get(url(date, "walk_in"), {"naam": "Bram"})
    assert page.context["found"] == [waiting.member]

    empty = door.post(url(date, "walk_in"), {"naam": "Bram", "reason": "Zomaar"})
    assert set(empty.context["form"].errors) == {"name", "email"}
    door.post(url(date, "walk_in"), {"naam": "Bram", "member": waiting.member.key, "reason": "Er is plek"})
    door.post(
        url(date, "walk_in"), {"name": "Bo", "email": "bo@elders.example", "organisation": "Rijn", "reason": "Spreekt"}
    )

    assert attendance(waiting) == "present"
    assert Registration.objects.get(guest_email="bo@elders.example").attendance == "present"


def test_who_is_not_found_by_name_cannot_be_chosen(door, date):
    hidden = MemberFactory(given_name="Bram", standing="prospect")
    page = door.post(url(date, "walk_in"), {"naam": "Bram", "member": hidden.key, "reason": "x"})
    assert page.status_code == 200
    assert not Registration.objects.exists()


def test_paper_names_who_comes_on_site_and_what_the_profile_shows(door, date, noor, school):
    AccessNeed.objects.create(registration=noor, text="Een lift")
    RegistrationFactory(occurrence=date, mode="online", member=MemberFactory(given_name="Online"))
    guest = Registration.objects.create(
        occurrence=date, guest_name="Bo <b>Rijn</b>", guest_email="bo@x.example", state="confirmed"
    )
    shy = RegistrationFactory(occurrence=date, member=MemberFactory(given_name="Zus", standing="prospect"))
    [sheet] = door.get(url(date, "badges")).context["sheets"]

    assert [(badge.name, badge.school, badge.role) for badge in sheet] == [
        (guest.guest_name, "", ""),
        ("Noor Verhagen", "Lindenwaard College", "eCoach"),
        (str(shy.member), "", ""),
    ]
    for name in ("sheet", "badges"):
        page = door.get(url(date, name)).content.decode()
        assert "Bo &lt;b&gt;Rijn" in page
        assert not any(word in page for word in ("Een lift", "bo@x.example", "Online", noor.member.email))


def test_badges_fill_sheets_of_eight(door, date):
    for _person in range(9):
        RegistrationFactory(occurrence=date)
    assert [len(sheet) for sheet in door.get(url(date, "badges")).context["sheets"]] == [8, 1]


@pytest.mark.parametrize("name", ["desk", "stand", "sheet", "badges"])
def test_more_people_cost_no_more_queries(door, date, noor, name):
    RegistrationFactory(occurrence__meetup=date.meetup, member=noor.member, attendance="absent")
    door.get(url(date, name))
    with CaptureQueriesContext(connection) as one:
        door.get(url(date, name))
    for number in range(2):
        row = RegistrationFactory(occurrence=date, institution=noor.institution, checked_in_at=DOOR)
        RegistrationFactory(occurrence__meetup=date.meetup, member=row.member, attendance="absent")
        noor.member.affiliations.create(institution=noor.institution, local_title=f"Coach {number}")
    with CaptureQueriesContext(connection) as three:
        door.get(url(date, name))
    assert len(one) == len(three)


def test_the_desk_of_the_meetup_leads_to_the_door(door, date, meetup, time_machine):
    desk = reverse("meetups:desk", args=[meetup.key])
    page = door.get(desk).content.decode()
    assert all(url(date, name) in page for name in ("desk", "sheet", "badges"))
    time_machine.move_to(DOOR + timedelta(days=9), tick=False)
    assert url(date) not in door.get(desk).content.decode()
