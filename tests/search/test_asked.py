"""What people search for in vain: kept without who asked, shown to editors, forgotten after 90 days."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.shared.pages.listeners import pages_changed
from search.asked.actions import decide_question, forget_old_questions, record_questions
from search.asked.recording import NOTEBOOK, Notebook
from search.asked.rules import as_kept, is_robot
from search.asked.states import Decision
from search.models import AskedSearch, SearchDecision
from tests.factories.network import MemberFactory
from tests.factories.stories import CoachStoryFactory

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


@pytest.mark.parametrize("data", [{}, {"text": "rooster", "decision": "weg"}, {"text": "onbekend", "decision": "call"}])
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
