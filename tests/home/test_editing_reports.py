"""Reports for editors, and what stands beside the form of a page."""

import io
import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex

from home.editing.consents import consents
from home.editing.content import check_pages
from network.coordination.models import SchoolProfile
from portal.shared.blocks.checks import Problem
from portal.shared.media.models import PortalDocument, PortalImage
from stories.insights.actions import propose_evidence, refresh_standings
from stories.insights.states import SourceKind, Verdict
from stories.models import CoachStoryPage, InsightIndexPage, InsightPage
from tests.factories.network import InstitutionFactory
from tests.factories.stories import InsightFactory, PilotReportFactory
from tests.home.conftest import NOW

pytestmark = pytest.mark.usefixtures("laid_once")

REPORTS = ["review", "consent", "text", "insight"]


@pytest.fixture
def editor_client(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def write(make_story):
    """Give a function that makes a live story with these blocks."""

    def make(title, *blocks, **columns):
        body = json.dumps([{"type": kind, "value": value, "id": str(n)} for n, (kind, value) in enumerate(blocks)])
        return CoachStoryPage.objects.get(pk=make_story(title, body=body, **columns).pk)

    return make


def quote(*, until=None, text="Ik begin bij de les."):
    value = {"text": text, "name": "Docent zorg", "consent_note": "Per mail", "consent_until": until}
    return ("quote", value)


def rows_of(client, name, **query):
    return client.get(reverse(f"editing_{name}_report"), query).context["object_list"]


def found_in(page):
    [(_page, findings)] = check_pages([page])
    return [(finding.problem, finding.where, finding.excerpt) for finding in findings]


def test_text_without_remarks_has_none(write):
    assert found_in(write("Goed", ("text", "<h2>Kop</h2><p>Een korte zin.</p>"))) == []


def test_links_to_what_is_gone_or_offline_are_found(write, make_story):
    alive, offline = make_story("Online"), make_story("Offline", live=False)
    file = PortalDocument.objects.create(title="Lijst")
    html = "".join(
        f'<p><a linktype="{kind}" id="{pk}">{text}</a></p>'
        for kind, pk, text in [
            ("page", alive.pk, "Staat er"),
            ("page", offline.pk, "Ging offline"),
            ("page", 999999, "Is weg"),
            ("document", file.pk, "Het bestand"),
            ("document", 999999, "Geen bestand"),
        ]
    )

    assert found_in(write("Links", ("text", html))) == [
        (Problem.DEAD_LINK, "Tekst", "Ging offline"),
        (Problem.DEAD_LINK, "Tekst", "Is weg"),
        (Problem.DEAD_LINK, "Tekst", "Geen bestand"),
    ]


def test_a_chosen_insight_that_is_gone_is_found(write):
    assert found_in(write("Kaart", ("insight", {"insight": 999999}))) == [(Problem.DEAD_LINK, "Inzicht › Inzicht", "")]


def test_chapters_of_a_pilot_may_start_with_a_small_heading(front):
    page = PilotReportFactory(parent=front, approach="<h3>Eerst</h3><p>Zo ging het.</p>")

    assert found_in(page) == []


def test_picture_on_top_may_decorate_but_not_carry_a_file_name(make_story):
    picture = PortalImage.objects.create(title="IMG_1234", file=get_test_image_file())

    plain = make_story("Versiert", picture=picture)
    named = make_story("Bestandsnaam", picture=picture, picture_alt="IMG_1234.jpg")

    assert found_in(plain) == []
    assert found_in(named) == [(Problem.ALT_IS_FILE_NAME, "Afbeelding", "IMG_1234.jpg")]


def test_text_report_puts_dead_links_first_and_leaves_out_drafts(editor_client, write):
    write("Aan kop", ("text", f"<p>{' '.join(['woord'] * 25)}</p>"))
    write("Zonder doel", ("text", '<p><a linktype="page" id="999999">Is weg</a></p>'))
    write("Concept", ("text", '<p><a linktype="page" id="999999">Is weg</a></p>'), live=False)

    rows = rows_of(editor_client, "text")

    assert [(row.title, row.remark.name) for row in rows] == [("Zonder doel", "Dode link"), ("Aan kop", "Lange zin")]


def test_consents_come_with_every_use_the_earliest_end_first(write):
    picture = PortalImage.objects.create(
        title="Team", file=get_test_image_file(), consent_until=date(2027, 1, 1), consent_note="Formulier"
    )
    PortalImage.objects.create(title="Herkenbaar", file=get_test_image_file(), shows_people=True)
    PortalImage.objects.create(title="Landschap", file=get_test_image_file())
    shown = ("picture", {"image": {"image": picture.pk, "decorative": False, "alt_text": "Team"}, "caption": ""})
    pages = [
        write("Met foto", shown),
        write("Foto bovenaan", picture=picture),
        write("Met citaat", quote(until="2026-12-01"), quote()),
    ]
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)

    found = consents()

    assert [(row.kind, row.ends_on, row.note, row.use_titles()) for row in found] == [
        ("Citaat", date(2026, 12, 1), "Per mail", "Met citaat"),
        ("Foto", date(2027, 1, 1), "Formulier", "Met foto, Foto bovenaan"),
        ("Foto", None, "", ""),
    ]
    assert found[0].name == "“Ik begin bij de les.” (Docent zorg)"


def test_quotes_in_drafts_are_found_too(write):
    write("Concept", quote(until="2026-12-01"), live=False)

    assert [(use.title, use.is_live) for row in consents() for use in row.uses] == [("Concept", False)]


def test_what_stands_in_a_newer_version_or_on_the_page_of_a_school_is_found(write):
    picture = PortalImage.objects.create(title="Team", file=get_test_image_file(), shows_people=True)
    shown = ("picture", {"image": {"image": picture.pk, "decorative": False, "alt_text": "Team"}, "caption": ""})
    old, new = quote(until="2026-12-01"), quote(until="2026-12-24", text="Ik begin bij de koffie.")
    blocks = [{"type": kind, "value": value, "id": str(n)} for n, (kind, value) in enumerate((old, new, shown))]
    online, with_cover = write("Nieuwe versie", old), write("Andere foto")
    for page, changes in ((online, {"body": json.dumps(blocks)}), (with_cover, {"picture": picture})):
        for name, value in changes.items():
            setattr(page, name, value)
        page.save_revision()
    school = SchoolProfile.objects.create(institution=InstitutionFactory(name="Vaart"), picture=picture, changed_at=NOW)

    found = [(row.kind, row.ends_on, [(use.title, use.is_live) for use in row.uses]) for row in consents()]

    assert found == [
        ("Citaat", date(2026, 12, 1), [("Nieuwe versie", True)]),
        ("Citaat", date(2026, 12, 24), [("Nieuwe versie", False)]),
        ("Foto", None, [("Nieuwe versie", False), ("Andere foto", False), (str(school.institution), True)]),
    ]


def test_consent_that_ended_is_marked(editor_client, write):
    yesterday = timezone.localdate() - timedelta(days=1)
    write("Met citaat", quote(until=yesterday.isoformat()))

    html = editor_client.get(reverse("editing_consent_report")).content.decode()

    assert "is afgelopen" in html


def test_review_report_lists_what_is_due(editor_client, make_story):
    make_story("Aan de beurt", review_on=timezone.localdate())
    make_story("Volgend jaar", review_on=timezone.localdate() + timedelta(days=365))

    assert [row.title for row in rows_of(editor_client, "review")] == ["Aan de beurt"]


def test_insight_report_has_the_thinnest_first_and_counts_what_waits(editor_client, make_story):
    insight = InsightFactory(parent=InsightIndexPage.objects.get(), title="Begin bij de les")
    propose_evidence(
        insight=insight,
        source_kind=SourceKind.STORY,
        source_key=str(make_story("Bron").pk),
        verdict=Verdict.SUPPORTS,
        why="Zo ging het.",
        at=NOW,
    )
    refresh_standings(insight_ids=[insight.pk], at=NOW)
    InsightFactory(parent=InsightIndexPage.objects.get(), title="Nooit berekend")

    rows = rows_of(editor_client, "insight")

    assert [(row.title, row.standing_word, row.proposed) for row in rows] == [
        ("Begin bij de les", "opkomend", 1),
        ("Nooit berekend", "opkomend", 0),
    ]


@pytest.fixture
def one_of_each(write):
    """Fill every report with one line more per call; titles look like a formula."""

    def fill(number):
        write(
            f"=1+{number}",
            quote(until="2026-12-01", text=f"=2+{number}"),
            ("text", '<p><a linktype="page" id="999999">Is weg</a></p>'),
            review_on=timezone.localdate(),
        )
        InsightFactory(parent=InsightIndexPage.objects.get(), title=f"=3+{number}")

    return fill


@pytest.mark.parametrize("name", REPORTS)
def test_reports_are_downloaded_without_formulas(editor_client, one_of_each, name):
    one_of_each(1)
    url = reverse(f"editing_{name}_report")

    text = b"".join(editor_client.get(url, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    sheet = b"".join(editor_client.get(url, {"export": "xlsx"}).streaming_content)

    lines = text.splitlines()
    cells = [cell.value for row in load_workbook(io.BytesIO(sheet)).active.iter_rows() for cell in row]
    assert len(lines) == 2
    assert not [cell for cell in lines[1].split(";") if cell.startswith("=")]
    assert not [value for value in cells if isinstance(value, str) and value.startswith("=")]


@pytest.mark.parametrize("name", REPORTS)
def test_reports_ask_the_same_queries_for_one_and_three(editor_client, one_of_each, name):
    def count():
        with CaptureQueriesContext(connection) as queries:
            found = len(rows_of(editor_client, name))
        return found, len(queries)

    one_of_each(1)
    count()
    _found, one = count()
    one_of_each(2)
    one_of_each(3)

    assert count() == (3, one)


@pytest.mark.parametrize("name", REPORTS)
def test_reports_are_closed_to_members(client, front, coach, name):
    client.force_login(coach)

    assert client.get(reverse(f"editing_{name}_report")).status_code == 302


def test_reports_stand_in_the_menu_under_their_own_word(editor_client):
    html = editor_client.get("/beheer/").content.decode()

    for word in ("Rapporten", "Te herzien", "Toestemming loopt af", "Dode links en tekstcontrole"):
        assert word in html


def side_panel(client, page, name):
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    return html.partition(f'data-side-panel="{name}"')[2].partition("data-side-panel=")[0]


def test_remarks_stand_beside_the_form(editor_client, write):
    page = write("Links", ("text", '<p><a linktype="page" id="999999">klik hier</a></p>'))

    panel = side_panel(editor_client, page, "text-check")

    assert "2 opmerkingen over de tekst" in panel
    assert "Linktekst zegt niets" in panel


def test_evidence_of_a_text_stands_beside_its_form(editor_client, make_story):
    insight = InsightFactory(parent=InsightIndexPage.objects.get(), title="Begin bij de les")
    story = make_story("Bron")
    evidence = propose_evidence(
        insight=insight,
        source_kind=SourceKind.STORY,
        source_key=str(story.pk),
        verdict=Verdict.PARTLY,
        why="Zo ging het.",
        at=NOW,
    )

    beside_story = side_panel(editor_client, story, "evidence")
    beside_insight = side_panel(editor_client, insight, "evidence")

    assert "Begin bij de les" in beside_story
    assert reverse("evidence:decide", args=[evidence.pk]) in beside_story
    assert f"{reverse('evidence:propose')}?bron=story%3A{story.pk}" in beside_story
    assert "Bron" in beside_insight
    assert f"{reverse('evidence:propose')}?inzicht={insight.pk}" in beside_insight


@pytest.mark.parametrize("column", ["School", "Thema’s", "Herzien op"])
def test_list_of_stories_has_the_columns_editors_look_for(editor_client, story_list, make_story, column):
    make_story("Een verhaal")

    response = editor_client.get(reverse("wagtailadmin_explore", args=[story_list.pk]))

    assert column in [str(each.label) for each in response.context["table"].columns.values()]


def test_list_of_insights_shows_the_standing(editor_client):
    parent = InsightIndexPage.objects.get()
    insight = InsightFactory(parent=parent)
    refresh_standings(insight_ids=[insight.pk], at=NOW)

    html = editor_client.get(reverse("wagtailadmin_explore", args=[parent.pk])).content.decode()

    assert "opkomend" in html
    assert InsightPage.objects.count() == 1


@pytest.mark.parametrize("kind", ["stories", "insights"])
def test_lists_ask_the_same_queries_for_one_and_three(client, programme_lead, story_list, make_story, kind):
    # Someone who may publish: for others Wagtail asks page by page whether anything live stands below.
    client.force_login(programme_lead)
    parent = story_list if kind == "stories" else InsightIndexPage.objects.get()

    def add(number):
        if kind == "stories":
            make_story(f"Verhaal {number}")
        else:
            refresh_standings(insight_ids=[InsightFactory(parent=parent).pk], at=NOW)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("wagtailadmin_explore", args=[parent.pk]))
        return len(queries)

    add(1)
    count()
    one = count()
    add(2)
    add(3)

    assert count() == one
