"""Numbers beside filters: counted together in one question, and the same as each counted by itself."""

import pytest

from portal.shared.lists.facets import filtered
from stories.lists.contexts import SCHOOL, SECTOR, THEME
from stories.models import CoachStoryPage
from tests.factories.network import InstitutionFactory, ThemeFactory
from tests.factories.stories import CoachStoryFactory

FACETS = [THEME, SCHOOL, SECTOR]


@pytest.fixture
def stories(root_page):
    """Five stories: one without school, one without theme, two with two themes, one that is not online."""
    one, other = (InstitutionFactory(slug=slug, name=slug.title()) for slug in ("een", "ander"))
    digital, hours = (ThemeFactory(slug=slug, name=slug.title()) for slug in ("digitaal", "uren"))
    for number, (school, themes, sector) in enumerate(
        (
            (one, [digital, hours], "groen"),
            (one, [digital], "techniek"),
            (other, [], "groen"),
            (None, [hours], "groen"),
            (other, [digital, hours], "techniek"),
        )
    ):
        page = CoachStoryFactory(parent=root_page, institution=school, sector=sector, live=number != 4)
        page.themes.set(themes)
        page.save()


def numbers(query: dict[str, str], rows) -> dict[str, dict[str, int]]:
    result = filtered(rows, FACETS, query)
    assert result.rows.count() == result.total
    return {group.id: {str(option.text): option.count for option in group.options} for group in result.groups}


def test_a_list_counts_each_choice_once_per_row_that_holds_it(stories):
    assert numbers({}, CoachStoryPage.objects.live()) == {
        "filter-thema": {"Digitaal": 2, "Uren": 2},
        "filter-school": {"Een": 2, "Ander": 1},
        "filter-sector": {"techniek": 1, "groen": 3},
    }


def test_a_filter_that_is_on_counts_what_there_is_without_it(stories):
    assert numbers({"thema": "uren", "sector": "groen"}, CoachStoryPage.objects.live()) == {
        "filter-thema": {"Digitaal": 1, "Uren": 2},
        "filter-school": {"Een": 1},
        "filter-sector": {"groen": 2},
    }


def test_a_list_that_is_known_to_be_empty_has_no_choices(stories):
    assert numbers({}, CoachStoryPage.objects.none()) == {}
    assert numbers({"thema": "uren"}, CoachStoryPage.objects.filter(pk__in=[])) == {"filter-thema": {"Uren": 0}}


@pytest.mark.parametrize("query", [{}, {"thema": "uren"}, {"thema": "uren", "school": "een", "sector": "groen"}])
def test_counting_is_one_question_whatever_is_on(stories, django_assert_num_queries, query):
    with django_assert_num_queries(1):
        filtered(CoachStoryPage.objects.live(), FACETS, query)
