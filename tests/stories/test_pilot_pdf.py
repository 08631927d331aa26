"""A pilot report as PDF: accessible, conditional, for who may see it."""

import io
from decimal import Decimal

import pytest
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import PageViewRestriction

from stories.insights.actions import accept_evidence, propose_evidence
from stories.insights.states import SourceKind, Verdict
from stories.models import PilotIndicator, PilotMoment
from tests.factories.network import InstitutionFactory, MemberFactory
from tests.factories.texts import add_insight, add_pilot

HOSTILE = '#read("/etc/passwd") $x$ *vet* _cursief_ <label> @ref = kop'


@pytest.fixture
def pilot(site):
    page = add_pilot(
        site,
        title="Samen toetsen",
        slug="samen-toetsen",
        institution=InstitutionFactory(name="Lindenwaard College"),
        weeks=20,
        participants=1,
        context="<p>Er was <b>weinig</b> tijd. <a href='https://voorbeeld.example/'>Meer</a></p><h3>Wie?</h3>",
        approach="<ol><li>Kies</li><li>Doe <i>samen</i></li></ol><ul><li>Klaar</li></ul>",
        what_failed=f"<p>{HOSTILE.replace('<', '&lt;')}</p>",
        question=HOSTILE,
    )
    PilotMoment.objects.create(page=page, label="week 1–3", text="Kennismaken")
    PilotIndicator.objects.create(
        page=page, name="Nakijktijd", unit="minuten", before=None, after=Decimal("31.50"), sample_size=12, source="Log"
    )
    insight = add_insight(site, title="Begin klein")
    evidence = propose_evidence(
        insight=insight,
        source_kind=SourceKind.PILOT,
        source_key=str(page.pk),
        verdict=Verdict.SUPPORTS,
        why="Twee teams waren genoeg.",
        at=timezone.now(),
    )
    accept_evidence(evidence=evidence, editor=MemberFactory(), at=timezone.now())
    return page


def words_of(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags_of(content: bytes) -> set[str]:
    """Give the kinds of elements in the tree that screen readers follow."""
    found, waiting = set(), [PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif hasattr(node, "get"):
            if "/S" in node:
                found.add(str(node["/S"]))
            if "/K" in node:
                waiting += node["/K"] if isinstance(node["/K"], list) else [node["/K"]]
            waiting = [part for part in waiting if not isinstance(part, int)]
    return found


def test_the_file_is_tagged_dutch_and_has_its_title(client, pilot):
    response = client.get("/pilots/samen-toetsen/pdf/")

    root = PdfReader(io.BytesIO(response.content)).trailer["/Root"]
    assert response.headers["Content-Type"] == "application/pdf"
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 pypdf's own boolean
    assert PdfReader(io.BytesIO(response.content)).metadata.title == "Samen toetsen"
    assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/TD", "/P"} <= tags_of(response.content)


def test_the_file_holds_chapters_tables_and_evidence(client, pilot):
    words = words_of(client.get("/pilots/samen-toetsen/pdf/").content)

    for part in (
        "Lindenwaard College",
        "Er was weinig tijd. Meer (https://voorbeeld.example/)",
        "Wie?",
        "1. Kies 2. Doe samen",
        "week 1–3 Kennismaken",
        "31,5 minuten 12 Log",
        "Begin klein",
        "Twee teams waren genoeg.",
        "/samen-toetsen/",
    ):
        assert part in words


def test_hostile_text_stands_there_as_typed(client, pilot):
    words = words_of(client.get("/pilots/samen-toetsen/pdf/").content)

    assert words.count(HOSTILE) == 2
    assert "root:" not in words


def test_the_file_is_the_same_until_something_changes(client, pilot):
    first = client.get("/pilots/samen-toetsen/pdf/")
    again = client.get("/pilots/samen-toetsen/pdf/")
    known = client.get("/pilots/samen-toetsen/pdf/", headers={"If-None-Match": first.headers["ETag"]})
    PilotMoment.objects.update(text="Anders")
    changed = client.get("/pilots/samen-toetsen/pdf/", headers={"If-None-Match": first.headers["ETag"]})

    assert again.content == first.content
    assert (known.status_code, known.content) == (304, b"")
    assert changed.status_code == 200
    assert "Anders" in words_of(changed.content)


def test_the_file_is_for_who_may_see_the_page(client, pilot, coach, site):
    add_pilot(site, title="Concept", slug="concept", live=False)
    PageViewRestriction.objects.create(page=pilot, restriction_type=PageViewRestriction.LOGIN)

    assert client.get("/pilots/samen-toetsen/pdf/").status_code == 404
    assert client.get("/pilots/concept/pdf/").status_code == 404
    client.force_login(coach)
    response = client.get("/pilots/samen-toetsen/pdf/")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_report_with_little_in_it_is_a_file_too(client, site):
    add_pilot(site, title="Leeg", slug="leeg")

    assert "Leeg" in words_of(client.get("/pilots/leeg/pdf/").content)
