"""What people search for in vain: kept without who asked, shown to editors, forgotten after 90 days."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import formats, timezone

from portal.shared.pages.listeners import pages_changed
from search.asked.actions import (
    decide_question,
    forget_old_questions,
    forget_questions_naming,
    record_opened,
    record_questions,
)
from search.asked.recording import MOST_TRIES, NOTEBOOK, Notebook
from search.asked.rules import as_kept, is_robot, span_of
from search.asked.states import Decision
from search.index import registry
from search.models import AskedSearch, SearchDecision
from tests.factories.network import MemberFactory
from tests.factories.stories import CoachStoryFactory
from tests.search.conftest import Shelf

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _empty_notebook(db):
    NOTEBOOK.write()
    AskedSearch.objects.all().delete()


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("Rooster  Maken", "rooster maken"),
        ("windows 11", "windows 11"),
        ("hoeveel uur krijgt een coach?", "hoeveel uur krijgt een coach?"),
        ("noor@roc.example", None),
        ("bel 06 1234 5678", None),
        ("123456782", None),
        ("a", None),
        ("2026", None),
        ("...", None),
        ("x" * 101, None),
    ],
)
def test_question_is_kept_without_what_says_who_someone_is(question, kept):
    assert as_kept(question) == kept


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (BROWSER, False),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("curl/8.5", True),
        ("python-requests/2.32", True),
        ("", True),
    ],
)
def test_robot_is_told_by_its_name(agent, expected):
    assert is_robot(agent) is expected


def search(address: str, *, method: str = "get", **headers) -> None:
    getattr(Client(), method)(address, headers={"User-Agent": BROWSER, **headers})


def kept() -> list[tuple[str, int]]:
    NOTEBOOK.write()
    return list(AskedSearch.objects.order_by("pk").values_list("text", "found"))


def test_sent_question_is_kept_once_with_what_it_found(portal):
    story = CoachStoryFactory(parent=portal.stories, title="Roosters maken met het team")
    pages_changed([story.pk])

    for question in ("Zonnepanelen", "roosters", "roosters+zonnepanelen"):
        search(f"/zoeken/?q={question}")

    assert kept() == [("zonnepanelen", 0), ("roosters", 1), ("roosters zonnepanelen", 0)]


def test_search_itself_writes_nothing(portal):
    with CaptureQueriesContext(connection) as queries:
        search("/zoeken/?q=zonnepanelen")

    writing = re.compile(r"INSERT|UPDATE|DELETE|BEGIN|SAVEPOINT")
    assert [query["sql"] for query in queries if writing.search(query["sql"])] == []
    assert AskedSearch.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "headers", "method"),
    [
        ("/zoeken/", {}, "get"),
        ("/zoeken/?q=x@y.nl", {}, "get"),
        ("/zoeken/suggesties/?q=zonnepanelen", {}, "get"),
        ("/zoeken/?q=zonnepanelen&soort=verhaal", {}, "get"),
        ("/zoeken/?q=zonnepanelen&pagina=2", {}, "get"),
        ("/zoeken/?q=zonnepanelen&sorteer=nieuwste", {}, "get"),
        ("/zoeken/?q=zonnepanelen", {}, "head"),
        ("/zoeken/?q=zonnepanelen", {"User-Agent": "Bingbot"}, "get"),
        ("/zoeken/?q=zonnepanelen", {"Sec-Purpose": "prefetch;prerender"}, "get"),
    ],
)
def test_what_nobody_sent_is_not_kept(portal, address, headers, method):
    search(address, method=method, **headers)

    assert kept() == []


def test_row_says_nothing_of_who_asked():
    assert {field.name for field in AskedSearch._meta.get_fields()} == {
        "id",
        "key",
        "text",
        "found",
        "asked_at",
        "opened_place",
    }


def test_too_many_at_once_are_dropped(settings):
    notebook = Notebook()
    for number in range(600):
        notebook.add(f"vraag {number}", 0, NOW)

    assert notebook.write() == 500
    assert notebook.write() == 0


def asked(text: str, *, times: int = 1, found: int = 0, days_ago: int = 0) -> None:
    record_questions([(text, found, NOW - timedelta(days=days_ago))] * times)


def unanswered() -> list[tuple[str, int]]:
    return [(row["text"], row["times"]) for row in AskedSearch.objects.unanswered().by_question()]


def test_unanswered_questions_are_counted_the_most_asked_first():
    asked("rooster", days_ago=2)
    asked("zonnepanelen", times=3)
    asked("coach", found=4)

    assert unanswered() == [("zonnepanelen", 3), ("rooster", 1)]


def test_a_decided_question_comes_back_when_it_is_asked_again():
    asked("rooster", times=2, days_ago=2)
    decide_question(text="rooster", decision=Decision.HANDLED, at=NOW - timedelta(days=1))
    before = unanswered()
    asked("rooster")

    assert (before, unanswered()) == ([], [("rooster", 1)])


def test_questions_are_forgotten_after_ninety_days_and_running_calls_are_not():
    asked("oud", days_ago=91)
    asked("jong", days_ago=89)
    for text, decision in (("oud", Decision.HANDLED), ("oproep", Decision.CALL)):
        decide_question(text=text, decision=decision, at=NOW - timedelta(days=91))

    assert forget_old_questions(NOW) == 2
    assert list(AskedSearch.objects.values_list("text", flat=True)) == ["jong"]
    assert list(SearchDecision.objects.values_list("text", flat=True)) == ["oproep"]


@pytest.fixture
def editor(portal):
    person = MemberFactory()
    rights = ("access_admin", "change_searchdecision")
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return person


def test_editor_sees_what_was_asked_in_vain_and_makes_a_call(client, editor, coach):
    record_questions([("zonnepanelen", 0, timezone.now())] * 2)
    client.force_login(editor)
    page = client.get("/beheer/zoekvragen/").content.decode()
    assert 'href="/zoeken/?q=zonnepanelen"' in page
    assert "<td>2</td>" in page

    client.post("/beheer/zoekvragen/", {"text": "zonnepanelen", "decision": "call"})

    page = client.get("/beheer/zoekvragen/").content.decode()
    assert "Alles waar mensen naar zochten, gaf een resultaat." in page
    assert "Stop deze oproep" in page
    member = Client()
    member.force_login(coach)
    start = member.get("/mijn/bijdragen/nieuw/").content.decode()
    assert "<li>“zonnepanelen”</li>" in start


def test_a_call_that_ended_is_gone_for_writers(client, editor, coach):
    decide_question(text="zonnepanelen", decision=Decision.CALL, at=NOW)
    client.force_login(editor)

    client.post("/beheer/zoekvragen/", {"text": "zonnepanelen", "decision": "handled"})

    assert SearchDecision.objects.get().decision == Decision.HANDLED
    client.force_login(coach)
    assert "zonnepanelen" not in client.get("/mijn/bijdragen/nieuw/").content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": "rooster", "decision": "weg"},
        {"text": "onbekend", "decision": "call"},
        {"text": "onbekend\0", "decision": "call\0"},
        {"text": "rooster" * 2000, "decision": "call"},
    ],
)
def test_a_decision_about_nothing_changes_nothing(client, editor, data):
    asked("rooster")
    client.force_login(editor)

    response = client.post("/beheer/zoekvragen/", data, follow=True)

    assert "Deze vraag staat niet meer op de lijst." in response.content.decode()
    assert SearchDecision.objects.count() == 0


def test_list_is_for_editors_only(client, portal, coach):
    client.force_login(coach)

    assert client.get("/beheer/zoekvragen/").status_code == 302
    assert client.post("/beheer/zoekvragen/", {"text": "x", "decision": "call"}).status_code == 302


def test_list_asks_the_same_queries_for_one_and_three(client, editor):
    client.force_login(editor)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/beheer/zoekvragen/")
        return len(queries)

    asked("een")
    count()
    one = count()
    asked("twee")
    asked("drie")

    assert count() == one


def tickets(page: str) -> list[str]:
    return re.findall(r'data-ticket="([^"]+)"', page)


def open_result(ticket: str, place: int = 1, **headers) -> int:
    return (
        Client(enforce_csrf_checks=True)
        .post("/zoeken/geopend/", {"ticket": ticket, "place": place}, headers={"User-Agent": BROWSER, **headers})
        .status_code
    )


def places() -> list[tuple[str, int | None]]:
    NOTEBOOK.write()
    return list(AskedSearch.objects.order_by("pk").values_list("text", "opened_place"))


@pytest.fixture
def ask(portal):
    """Send a question as a visitor; gives the ticket in the page."""
    story = CoachStoryFactory(parent=portal.stories, title="Roosters maken met het team")
    pages_changed([story.pk])

    def send(question: str = "roosters") -> str:
        page = Client().get("/zoeken/", {"q": question}, headers={"User-Agent": BROWSER}).content.decode()
        return tickets(page)[0]

    return send


def test_first_opened_result_is_kept_with_its_place(ask):
    one, _other = ask(), ask()

    answers = [open_result(one, 3), open_result(one, 1)]

    assert answers == [204, 204]
    assert places() == [("roosters", 3), ("roosters", None)]
    open_result(one, 7)
    assert places()[0] == ("roosters", 3)


def test_opened_result_waits_for_its_question_of_another_process(ask):
    ticket = ask()
    other_process, key = Notebook(), ticket.split(":")[0]
    other_process.add_opened(key, 2)
    other_process.write()
    assert places() == [("roosters", None)]

    other_process.write()

    assert places() == [("roosters", 2)]


def test_opened_result_of_no_question_is_given_up(db):
    notebook = Notebook()
    notebook.add_opened("bestaatniet", 2)
    for _round in range(MOST_TRIES):
        notebook.write()

    assert notebook._opened == {}


@pytest.mark.parametrize(
    ("change", "headers"),
    [
        (lambda ticket: "verzonnen", {}),
        (lambda ticket: ticket.split(":")[0], {}),
        (lambda ticket: ticket, {"User-Agent": "Googlebot"}),
        (lambda ticket: ticket, {"Sec-Fetch-Site": "cross-site"}),
    ],
    ids=["made up", "unsigned", "robot", "other site"],
)
def test_what_no_reader_opened_is_not_counted(ask, change, headers):
    assert open_result(change(ask()), **headers) == 204
    assert places() == [("roosters", None)]


@pytest.mark.parametrize("place", ["", "-1", "x", "1000000"])
def test_a_place_that_is_none_is_not_counted(ask, place):
    assert open_result(ask(), place) == 204
    assert places() == [("roosters", None)]


def test_opening_is_told_by_post_only(client, portal):
    assert client.get("/zoeken/geopend/").status_code == 405


def test_page_of_a_question_that_is_not_kept_has_no_ticket(portal):
    def page(question: str, agent: str = BROWSER) -> str:
        return Client().get("/zoeken/", {"q": question}, headers={"User-Agent": agent}).content.decode()

    assert tickets(page("zonnepanelen")) != []
    assert tickets(page("x@y.nl") + page("zonnepanelen", "Googlebot")) == []


@pytest.mark.parametrize(
    ("question", "is_kept"),
    [("zoë çelik", False), ("  ZOE   Celik ", False), ("coach zoë", True), ("zoë çelik roosters", True)],
)
def test_question_that_is_the_name_of_a_person_found_is_not_kept(stories, question, is_kept):
    people = Shelf("persoon")
    registry.register(replace(people.searchable("persoon", "personen"), offered=registry.Offered.PEOPLE))
    people.put("1", "Zoë Çelik")
    stories.put("1", "Roosters van coach Zoë Çelik")

    page = Client().get("/zoeken/", {"q": question}, headers={"User-Agent": BROWSER}).content.decode()

    assert "Zoë" in page
    NOTEBOOK.write()
    assert (AskedSearch.objects.exists(), tickets(page) != []) == (is_kept, is_kept)


def test_question_that_is_the_title_of_a_text_is_kept(stories):
    stories.put("1", "Zoë Çelik")

    Client().get("/zoeken/", {"q": "zoë çelik"}, headers={"User-Agent": BROWSER})

    assert NOTEBOOK.write() == 1


def test_questions_that_name_someone_who_left_are_forgotten(db):
    kept = ["roosters", "bakker", "kwik", "brood van de bakker", "zoë çelikbakker", "de bakker zoë"]
    gone = ["zoë çelik bakker", "zoe celik-bakker", "coach zoë çelik bakker roosters", "z.bakker@roc.example mailen"]
    record_questions([(text, 0, timezone.now()) for text in kept + gone])
    for text in kept + gone:
        decide_question(text=text, decision=Decision.CALL, at=timezone.now())

    count = forget_questions_naming(["Zoë Çelik Bakker", "Z.Bakker@roc.example", "", "Kwik"])

    assert count == 2 * len(gone)
    assert list(AskedSearch.objects.order_by("pk").values_list("text", flat=True)) == kept
    assert list(SearchDecision.objects.order_by("pk").values_list("text", flat=True)) == kept


def test_an_old_ticket_counts_no_more(ask, monkeypatch):
    ticket = ask()
    monkeypatch.setattr("search.asked.tickets.LASTS", timedelta(seconds=-1))

    open_result(ticket)

    assert places() == [("roosters", None)]


def searched(text: str, *, times: int, opened: tuple[int, ...] = (), found: int = 4, days_ago: int = 0) -> None:
    keys = [f"{text}-{days_ago}-{number}"[-22:] for number in range(times)]
    record_questions([(text, found, timezone.now() - timedelta(days=days_ago), key) for key in keys])
    record_opened(dict(zip(keys, opened, strict=False)))


def test_found_but_never_opened_can_be_decided_on(client, editor):
    searched("roosters", times=5)
    searched("geopend", times=5, opened=(1,))
    searched("te weinig", times=4)
    record_questions([("voor de telling", 4, timezone.now())] * 9)
    client.force_login(editor)
    page = client.get("/beheer/zoekvragen/").content.decode()
    listed = [text for text in ("roosters", "geopend", "te weinig", "voor de telling") if f">{text}</a>" in page]

    client.post("/beheer/zoekvragen/", {"text": "roosters", "decision": "call"})

    assert listed == ["roosters"]
    assert ">roosters</a>" not in client.get("/beheer/zoekvragen/").content.decode()
    assert [call.text for call in SearchDecision.objects.calls()] == ["roosters"]


def report(client, **asked: str):
    return client.get("/beheer/rapport/zoekvragen/", asked)


def test_report_counts_a_period_against_the_one_before(client, editor):
    searched("roosters", times=10, opened=(1, 2, 3))
    searched("roosters", times=4, days_ago=40)
    searched("nieuw", times=6)
    searched("zonnepanelen", times=2, found=0)
    client.force_login(editor)

    response = report(client)

    rows = {row.text: row for row in response.context["object_list"]}
    assert [*rows] == ["roosters", "nieuw", "zonnepanelen"]
    assert (rows["roosters"].times, rows["roosters"].before, rows["roosters"].trend) == (10, 4, "+6")
    assert (rows["roosters"].opened, rows["roosters"].place) == ("30%", "2,0")
    assert (rows["nieuw"].trend, rows["nieuw"].opened, rows["zonnepanelen"].results) == ("nieuw", "0%", "niets")
    assert (response.context["total"].times, response.context["before"].times) == (18, 4)
    assert response.context["total"].empty_percent == 11


def test_report_shows_what_found_nothing_and_what_is_seldom_opened(client, editor):
    searched("roosters", times=10, opened=(1, 2, 3))
    searched("zelden", times=6, opened=(2,))
    searched("eenmaal", times=1)
    searched("zonnepanelen", times=2, found=0)
    client.force_login(editor)

    def listed(shown: str) -> list[str]:
        return [row.text for row in report(client, shown=shown).context["object_list"]]

    assert (listed("niets"), listed("zelden"), len(listed("onzin"))) == (["zonnepanelen"], ["zelden"], 4)


def test_report_compares_with_nothing_that_is_not_kept_any_more(client, editor):
    searched("roosters", times=2)
    client.force_login(editor)
    first = timezone.localdate() - timedelta(days=60)

    response = report(client, period_from=str(first), period_to=str(timezone.localdate()))

    assert [(row.before, row.trend) for row in response.context["object_list"]] == [(None, "–")]
    assert "geen hele periode ervoor" in response.content.decode()


@pytest.mark.parametrize(
    "asked_days",
    [
        {"period_from": "0206-11-01"},
        {"period_to": "9999-12-31"},
        {"period_from": "0001-01-01", "period_to": "9999-12-31"},
        {"period_from": "9999-12-31"},
    ],
    ids=str,
)
def test_report_of_a_mistyped_year_shows_the_days_that_are_kept(client, editor, asked_days):
    searched("roosters", times=2)
    client.force_login(editor)

    response = report(client, **asked_days)

    assert response.status_code == 200
    assert [row.text for row in response.context["object_list"]] == ["roosters"]
    page, today = response.content.decode(), timezone.localdate()
    assert f"tot en met {formats.date_format(today, 'j F Y')}." in page
    assert "Van de dagen die je koos, staat hier alleen wat bewaard wordt en niet in de toekomst ligt." in page
    assert "Van de dagen die je koos" not in report(client, period_from=str(today)).content.decode()


def test_report_downloads_its_rows(client, editor):
    searched("roosters", times=10, opened=(1, 2, 3))
    searched("=1+1 als formule", times=1)
    client.force_login(editor)

    lines = report(client, export="csv").getvalue().decode("utf-8-sig").splitlines()

    assert lines[1].replace(",", ";").split(";")[:2] == ["roosters", "10"]
    assert not any(line.startswith("=") for line in lines)
    assert report(client, export="xlsx").status_code == 200


def test_report_is_for_editors_only(client, portal, coach):
    coach.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(coach)

    for address in ("/beheer/rapport/zoekvragen/", "/beheer/rapport/zoekvragen/resultaten/"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, ("2026-10-26", "2026-11-24")),
        ("2026-11-01", None, ("2026-11-01", "2026-11-24")),
        (None, "2026-11-10", ("2026-10-12", "2026-11-10")),
        ("2026-11-10", "2026-11-01", ("2026-11-01", "2026-11-10")),
        ("0206-11-01", None, ("2026-08-26", "2026-11-24")),
        (None, "9999-12-31", ("2026-10-26", "2026-11-24")),
        ("0001-01-01", "9999-12-31", ("2026-08-26", "2026-11-24")),
        (None, "2026-09-01", ("2026-08-26", "2026-09-01")),
        ("2026-12-24", None, ("2026-11-24", "2026-11-24")),
        ("2020-01-01", "2020-02-01", ("2026-08-26", "2026-08-26")),
    ],
)
def test_report_covers_the_days_asked_for(first, last, expected):
    days = [date.fromisoformat(day) if day else None for day in (first, last)]

    span = span_of(*days, today=date(2026, 11, 24), earliest=date(2026, 8, 26))

    assert tuple(map(str, span)) == expected
    assert span.before.last == span.first - timedelta(days=1)
    assert span.before.last - span.before.first == span.last - span.first
