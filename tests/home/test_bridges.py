"""What joins two schools, as table and drawing."""

import pytest

from home.bridges.overview import bridges_for, drawing_of
from home.bridges.rules import MOST_ON_THE_LINE, schools_on_the_line, tie_key
from network.models import Institution
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import BridgeLayer
from tests.factories.network import InstitutionFactory
from tests.factories.stories import PilotReportFactory

VISITOR = Viewer.anonymous()


def _key(start: int, end: int):
    return tie_key(start=start, end=end, layer="authorship", direction="both_ways")


def test_tie_key_is_the_same_both_ways():
    assert _key(2, 1) == _key(1, 2)


@pytest.mark.parametrize(
    ("keys", "islands", "shown"),
    [
        pytest.param([], [], set(), id="nothing"),
        pytest.param([_key(1, 2)], [3], {1, 2, 3}, id="islands that fit"),
        pytest.param([_key(1, 2)], [3, 4, 5], {1, 2}, id="islands that don't all fit"),
        pytest.param([_key(1, 2), _key(1, 3), _key(1, 4), _key(1, 5)], [], {1, 2, 3, 4}, id="most ties first"),
    ],
)
def test_schools_on_the_line(keys, islands, shown):
    assert schools_on_the_line(keys, islands, most=4) == shown


def test_most_on_the_line_fits_a_screen():
    assert MOST_ON_THE_LINE == 16


@pytest.fixture
def two_schools(db):
    return InstitutionFactory(name="Brug College"), InstitutionFactory(name="Waddenkust")


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
def test_layer_keeps_only_its_ties(make_story):
    make_story("Samen verteld")

    assert bridges_for(VISITOR, layer=BridgeLayer.PILOT).ties == []
    assert bridges_for(VISITOR, layer=BridgeLayer.PILOT).layers == [BridgeLayer.AUTHORSHIP]


@pytest.mark.django_db
def test_merged_school_counts_as_what_it_became(make_story, two_schools):
    own, partner = two_schools
    former = InstitutionFactory(name="Vroeger", merged_into=partner)
    story = make_story("Samen verteld", institution=own)
    story.partners.set([former])
    story.save()

    assert [(tie.start, tie.end) for tie in bridges_for(VISITOR).ties] == [(own, partner)]


@pytest.mark.django_db
def test_bridges_hide_what_may_not_be_seen(client, hidden_titles):
    page = client.get("/bruggen/").content.decode()

    assert "Zichtbaar verhaal" in page
    assert [title for title in hidden_titles if title in page] == []


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?laag=bestaat-niet", "?pagina=zoveel", "?laag=pilot&pagina=99", "?pagina=-1"])
def test_bridges_answer_to_any_query(front, client, query):
    assert client.get(f"/bruggen/{query}").status_code == 200


@pytest.mark.django_db
def test_bridges_lead_on_when_there_are_none(front, client):
    page = client.get("/bruggen/").content.decode()

    assert '<div class="empty">' in page
    assert 'href="/doe-mee/versturen/"' not in page


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
def test_school_page_hides_bridges_that_may_not_be_seen(client, front, hidden_titles):
    seen = [client.get(school.get_absolute_url()).content.decode() for school in Institution.objects.all()]

    assert [title for title in hidden_titles if any(title in page for page in seen)] == []
