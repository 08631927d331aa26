"""What joins two schools, as table and drawing."""

import gzip
import re
from datetime import date, timedelta
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from home.bridges.figure import drawing_of
from home.bridges.overview import Asked, bridges_for
from home.bridges.rules import EVERY_LAYER, MOST_ARCS, MOST_ON_THE_LINE
from home.bridges.views import ISLANDS_SHOWN, PER_PAGE
from network.institutions.actions import rename_institution
from network.models import Institution
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import BridgeDirection, BridgeLayer, bridge_sources
from stories.registrations import STORY_BRIDGES
from tests.factories.exchange_bridges import DAY, PlainBridges, exchange, joint, of_each_school
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.factories.stories import PilotReportFactory

VISITOR = Viewer.anonymous()
COACH, ICT = BridgeDirection.COACH_TO_COACH, BridgeDirection.ICT_TO_TEACHING


@pytest.fixture
def two_schools(db):
    return InstitutionFactory(name="Brug College"), InstitutionFactory(name="Waddenkust")


@pytest.fixture
def source():
    """A source of bridges beside the real ones, empty until a test fills its rows."""
    found = bridge_sources.register("test", PlainBridges())
    yield found
    bridge_sources.unregister("test")


def page_of(client, query: str = "") -> str:
    answer = client.get(f"/bruggen/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def rows_in(page: str) -> list[str]:
    """Give the lines of the table as words."""
    body = page.partition('<tbody role="rowgroup">')[2].partition("</tbody>")[0]
    return [" ".join(unescape(re.sub("<[^>]+>", " ", row)).split()) for row in body.split("</tr>") if row.strip()]


def drawings_in(page: str) -> list[ET.Element]:
    drawn = re.findall(
        r"<svg viewBox=.*?</svg>", page.partition('<figure class="bridges"')[2].partition("figcaption")[0]
    )
    return [ET.fromstring(svg) for svg in drawn]  # noqa: S314 - drawn by ourselves


@pytest.mark.django_db
def test_story_and_pilot_of_two_schools_make_a_tie_each(make_story, pilot_list, two_schools):
    own, partner = two_schools
    story = make_story("Samen verteld", institution=partner)
    story.partners.set([own])
    story.save()
    pilot = PilotReportFactory(parent=pilot_list, title="Samen geprobeerd", institution=own)
    pilot.partners.set([partner])
    pilot.save()
    InstitutionFactory(name="Eiland")

    overview = bridges_for(VISITOR)

    assert [(tie.start.name, tie.end.name, tie.layer, tie.count) for tie in overview.ties] == [
        ("Brug College", "Waddenkust", BridgeLayer.AUTHORSHIP, 1),
        ("Brug College", "Waddenkust", BridgeLayer.PILOT, 1),
    ]
    assert "Eiland" in [school.name for school in overview.islands]
    assert (overview.number_of_ties, overview.number_of_schools) == (2, 2)
    assert "Eiland" in drawing_of(overview).wide


@pytest.mark.django_db
def test_merged_school_counts_as_what_it_became(make_story, two_schools):
    own, partner = two_schools
    former = InstitutionFactory(name="Vroeger", merged_into=partner)
    story = make_story("Samen verteld", institution=own)
    story.partners.set([former])
    story.save()

    assert [(tie.start, tie.end) for tie in bridges_for(VISITOR).ties] == [(own, partner)]


@pytest.mark.django_db
def test_a_school_has_the_ties_of_its_own_texts_and_of_those_with_others(make_story, two_schools):
    own, partner = two_schools
    for title in ("Samen verteld", "Nog eens samen"):
        story = make_story(title, institution=own)
        story.partners.set([partner])
        story.save()
    make_story("Van anderen")

    found = of_each_school(STORY_BRIDGES, VISITOR)

    assert [len(found[school.pk]) for school in two_schools] == [2, 2]


@pytest.mark.django_db
def test_exchanges_stand_alone_until_more_is_asked_for(source, two_schools):
    source.rows = [exchange(*two_schools), joint(*two_schools), joint(*two_schools, BridgeLayer.ANSWER)]

    shown = {
        asked: [(tie.layer.value, tie.count) for tie in bridges_for(VISITOR, Asked(layers=asked)).ties]
        for asked in [(), ("pilot",), ("answer", "placement"), (EVERY_LAYER,)]
    }

    assert shown == {
        (): [("placement", 1)],
        ("pilot",): [("pilot", 1)],
        ("answer", "placement"): [("answer", 1), ("placement", 1)],
        (EVERY_LAYER,): [("answer", 1), ("pilot", 1), ("placement", 1)],
    }


@pytest.mark.django_db
def test_everything_is_shown_while_there_is_no_exchange(source, two_schools):
    source.rows = [joint(*two_schools), joint(*two_schools, BridgeLayer.JOINT_ACTION)]

    assert [tie.layer for tie in bridges_for(VISITOR).ties] == [BridgeLayer.JOINT_ACTION, BridgeLayer.PILOT]


@pytest.mark.django_db
def test_there_and_back_are_two_lines_beside_each_other(client, site, source, two_schools):
    own, other = two_schools
    source.rows = [exchange(own, other), exchange(other, own), exchange(own, other), exchange(own, own, ICT)]

    assert rows_in(page_of(client)) == [
        "Brug College binnen de school Ict'er in het team september 2026",
        "Brug College te gast bij Waddenkust Docent bij ict, 2 × september 2026 september 2026",
        "Waddenkust te gast bij Brug College Docent bij ict september 2026",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("?richting=coach_to_coach", [2025]),
        ("?jaar=2026", [2026]),
        ("?school=eiland", [2024]),
        ("?school=bestaat-niet", []),
        ("?jaar=2024&richting=coach_to_coach", []),
        ("?richting=both_ways", [2024, 2025, 2026]),
        ("?jaar=lang-geleden&laag=placement", [2024, 2025, 2026]),
    ],
)
def test_bridges_are_narrowed_by_direction_year_and_school(client, site, source, two_schools, query, years):
    own, other = two_schools
    island = InstitutionFactory(name="Eiland", slug="eiland")
    source.rows = [
        exchange(own, other, on=date(2026, 3, 2)),
        exchange(own, other, COACH, on=date(2025, 3, 2)),
        exchange(other, island, ICT, on=date(2024, 3, 2)),
    ]

    found = rows_in(page_of(client, query))

    assert sorted(int(row[-4:]) for row in found) == years


@pytest.mark.django_db
def test_bridges_of_a_school_are_found_at_its_former_address(client, site, source, two_schools):
    own, other = two_schools
    source.rows = [exchange(own, other)]
    former = other.slug
    rename_institution(institution=other, name="Noordkust College")

    assert len(rows_in(page_of(client, f"?school={former}"))) == 1


@pytest.mark.django_db
def test_layers_are_switched_by_links(client, site, source, two_schools):
    source.rows = [exchange(*two_schools), joint(*two_schools), joint(*two_schools, BridgeLayer.ANSWER)]

    links = {}
    for query in ["", "?laag=placement&laag=pilot", "?laag=alle"]:
        chips = page_of(client, query).partition('<ul class="chips">')[2].partition("</ul>")[0]
        links[query] = re.findall(r'href="([^"]+)"[^>]*?( aria-current="true")?>', chips)

    on, off = ' aria-current="true"', ""
    assert links == {
        "": [
            ("/bruggen/?laag=alle", off),
            ("/bruggen/?laag=alle", on),
            ("/bruggen/?laag=placement&amp;laag=pilot", off),
            ("/bruggen/?laag=placement&amp;laag=answer", off),
        ],
        "?laag=placement&laag=pilot": [
            ("/bruggen/?laag=alle", off),
            ("/bruggen/?laag=pilot", on),
            ("/bruggen/?laag=placement", on),
            ("/bruggen/?laag=alle", off),
        ],
        "?laag=alle": [
            ("/bruggen/?laag=alle", on),
            ("/bruggen/?laag=placement", off),
            ("/bruggen/?laag=pilot", off),
            ("/bruggen/?laag=answer", off),
        ],
    }


@pytest.mark.django_db
def test_each_arc_leads_to_its_line_of_the_table(client, site, source, two_schools):
    own, other = two_schools
    third = InstitutionFactory(name="Zuidoever")
    source.rows = [exchange(own, other), exchange(other, own, ICT), exchange(own, third, COACH), exchange(third, third)]

    page = page_of(client)

    ids = set(re.findall(r'<tr id="([^"]+)"', page))
    for svg in drawings_in(page):
        links = {link.find("title").text: link.get("href") for link in svg.iter("a")}
        assert links == {
            "Waddenkust en Brug College: Over en weer, 2 ×": "/bruggen/#brug-1",
            "Brug College en Zuidoever: Coach bij coach, 1 ×": "/bruggen/#brug-3",
            "Binnen Zuidoever: Docent bij ict, 1 ×": "/bruggen/#brug-4",
        }
        assert {link.partition("#")[2] for link in links.values()} <= ids
        assert svg.get("role") == "group"
        assert svg.get("aria-label") == "Tekening met bogen: 4 bruggen tussen 3 scholen"


@pytest.mark.django_db
def test_arc_to_a_line_on_another_page_names_that_page(client, site, source):
    schools = [InstitutionFactory(name=f"School {number:02}") for number in range(PER_PAGE + 3)]
    source.rows = [exchange(school, schools[0]) for school in schools]
    source.rows += [exchange(schools[-1], schools[-2], COACH)] * 5

    page = page_of(client)

    [wide, _tall] = drawings_in(page)
    hrefs = [link.get("href") for link in wide.iter("a")]
    assert f"/bruggen/?pagina=2#brug-{PER_PAGE + 4}" in hrefs
    assert f'<tr id="brug-{PER_PAGE + 4}"' in page_of(client, "?pagina=2")


@pytest.mark.django_db
def test_drawing_of_many_bridges_stays_small_and_says_what_it_leaves_out(client, site, source):
    schools = [InstitutionFactory(name=f"ROC De Nieuwe School {number:03}") for number in range(60)]
    source.rows = [
        exchange(schools[first], schools[(first * step + step) % 60], direction)
        for first in range(60)
        for step in range(1, 9)
        for direction in (COACH, ICT)
    ]

    page = page_of(client)

    [wide, tall] = drawings_in(page)
    assert len(list(wide.iter("circle"))) <= MOST_ON_THE_LINE + MOST_ARCS
    assert len(list(wide.iter("a"))) == len(list(tall.iter("a"))) <= MOST_ARCS
    assert re.search(r"Getekend zijn de 16 scholen met de meeste bruggen, en \d+ van de 960 bruggen\.", page)
    assert len(gzip.compress(page.encode(), 9)) <= 8 * 1024


@pytest.mark.django_db
def test_drawing_of_few_bridges_leaves_nothing_out(source, two_schools):
    source.rows = [exchange(*two_schools)]

    assert drawing_of(bridges_for(VISITOR)).note == ""


@pytest.mark.django_db
def test_the_page_takes_as_many_queries_for_three_bridges_as_for_one(client, site, source, two_schools):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(client, "?laag=alle")
        return len(captured)

    source.rows = [exchange(*two_schools)]
    queries()
    one = queries()
    source.rows += [exchange(InstitutionFactory(), two_schools[0]), joint(*two_schools)]

    assert queries() == one


@pytest.mark.django_db
def test_islands_lead_to_their_page_and_to_exchanges(client, site, source, two_schools):
    island = InstitutionFactory(name="Eiland", slug="eiland")
    source.rows = [exchange(*two_schools), joint(island, two_schools[0])]

    page, everything = page_of(client), page_of(client, "?laag=alle")

    assert "Scholen zonder uitwisseling" in page
    assert f'<a href="{island.get_absolute_url()}">Eiland</a>' in page
    assert 'href="/uitwisseling/?school=eiland"' in page
    assert 'id="eilanden"' not in everything


@pytest.mark.django_db
def test_islands_do_not_depend_on_the_year(client, site, source, two_schools):
    InstitutionFactory(name="Eiland")
    source.rows = [exchange(*two_schools)]

    page = page_of(client, "?jaar=1999")

    assert "Geen bruggen met deze keuze" in page
    assert page.partition('id="eilanden"')[2].count("/uitwisseling/?school=") == 1


@pytest.mark.django_db
def test_many_islands_are_shown_when_asked_for(client, site, source, two_schools):
    for number in range(ISLANDS_SHOWN + 5):
        InstitutionFactory(name=f"Eiland {number:02}")
    source.rows = [exchange(*two_schools)]

    some, every = page_of(client), page_of(client, "?eilanden=alle")

    counts = [page.partition('id="eilanden"')[2].count("/uitwisseling/?school=") for page in (some, every)]
    assert counts == [ISLANDS_SHOWN, ISLANDS_SHOWN + 5]
    assert f"Toon alle {ISLANDS_SHOWN + 5} scholen" in some


@pytest.mark.django_db
@pytest.mark.parametrize("is_proven", [True, False])
def test_who_works_at_an_island_gets_a_first_step(client, site, source, two_schools, is_proven):
    island = InstitutionFactory(name="Eiland")
    work = AffiliationFactory(institution=island, state="confirmed" if is_proven else "claimed")
    source.rows = [exchange(*two_schools)]
    client.force_login(work.member)

    page = page_of(client)

    assert ("Eiland is er een van. Jij werkt daar." in page) == is_proven
    client.logout()
    assert "Jij werkt daar." not in page_of(client)


@pytest.mark.django_db
def test_bridges_hide_what_may_not_be_seen(client, hidden_titles):
    page = page_of(client)

    assert "Zichtbaar verhaal" in page
    assert [title for title in hidden_titles if title in page] == []


@pytest.mark.django_db
def test_a_source_is_asked_as_someone_without_a_name(source, two_schools):
    asked = []
    source.bridges = lambda viewer, *, since=None: asked.append(viewer) or []
    member = Viewer(member_key="abc", is_member=True, institution_ids=frozenset({two_schools[0].pk}), is_editor=True)

    bridges_for(member)

    assert asked == [Viewer(is_member=True)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "?laag=bestaat-niet",
        "?pagina=zoveel",
        "?laag=pilot&pagina=99",
        "?pagina=-1",
        "?laag=pilot&laag=&laag=alle",
        "?school=%00%22%3E",
        "?jaar=99999999999999999999",
        "?richting=%F0%9F%8C%89",
        "?eilanden=" + "a" * 300,
    ],
)
def test_bridges_answer_to_any_query(site, client, source, two_schools, query):
    source.rows = [exchange(*two_schools)]

    page_of(client, query)


@pytest.mark.django_db
def test_bridges_lead_on_when_there_are_none(site, client):
    page = page_of(client)

    assert '<div class="empty">' in page
    assert 'href="/uitwisseling/"' in page


@pytest.mark.django_db
def test_school_page_names_the_other_school_and_what_joins_them(client, make_story, two_schools):
    own, partner = two_schools
    story = make_story("Samen verteld", institution=own)
    story.partners.set([partner])
    story.save()

    for school, other in ((own, partner), (partner, own)):
        page = client.get(school.get_absolute_url()).content.decode()
        assert f'<a href="{other.get_absolute_url()}">{other}</a>' in page
        assert f'<a href="{story.url}">Samen verteld</a>' in page


@pytest.mark.django_db
def test_school_page_says_who_was_guest_and_when(client, site, source, two_schools):
    own, partner = two_schools
    source.rows = [exchange(own, partner, COACH), exchange(own, partner, COACH, on=DAY - timedelta(days=365))]

    pages = [client.get(school.get_absolute_url()).content.decode() for school in two_schools]

    said = [" ".join(re.sub("<[^>]+>", " ", page).split()) for page in pages]
    assert "Uitwisselingsstage: Coach bij coach, deze school als gast, 2 × 2026, 2025" in said[0]
    assert "Uitwisselingsstage: Coach bij coach, deze school als gastheer, 2 × 2026, 2025" in said[1]


@pytest.mark.django_db
def test_school_page_draws_bridges_to_several_schools_only(client, site, source, two_schools):
    own, partner = two_schools
    other = InstitutionFactory(name="Noordkaap")

    drawn = []
    for rows in ([exchange(own, partner), exchange(own, own)], [exchange(own, partner), exchange(other, own)]):
        source.rows = rows
        drawn.append('<figure class="bridges"' in client.get(own.get_absolute_url()).content.decode())

    assert drawn == [False, True]


@pytest.mark.django_db
def test_school_page_without_a_bridge_leads_to_the_first(client, site):
    work = AffiliationFactory(state="confirmed")
    address = work.institution.get_absolute_url()

    visitor = client.get(address).content.decode()
    client.force_login(MemberFactory())
    stranger = client.get(address).content.decode()
    client.force_login(work.member)
    colleague = client.get(address).content.decode()

    assert ["/uitwisseling/plekken/nieuw/" in page for page in (visitor, stranger, colleague)] == [False, False, True]
    assert [f"/uitwisseling/?school={work.institution.slug}" in page for page in (visitor, stranger, colleague)] == [
        True,
        True,
        False,
    ]


@pytest.mark.django_db
def test_school_page_hides_bridges_that_may_not_be_seen(client, front, hidden_titles):
    seen = [client.get(school.get_absolute_url()).content.decode() for school in Institution.objects.all()]

    assert [title for title in hidden_titles if any(title in page for page in seen)] == []


@pytest.mark.django_db
def test_front_page_draws_exchanges_as_one_picture(client, front, source, two_schools):
    source.rows = [exchange(*two_schools), joint(InstitutionFactory(name="Zuidoever"), two_schools[0])]

    page = client.get("/").content.decode()

    [wide, tall] = drawings_in(page)
    assert (wide.get("role"), tall.get("role")) == ("img", "img")
    assert len([path for path in wide.iter("path") if path.get("fill") == "none"]) == 1
    assert 'href="/bruggen/"' in page
