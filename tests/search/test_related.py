"""What stands under a page as related: what fits, of different kinds, and only what its reader may see now."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from search.index import registry
from search.index.pages import index_pages
from search.models import Entry, RelatedEntry, RelatedMark
from search.related.actions import relate_anew, relate_changed
from search.related.reading import related_things
from search.related.rules import Candidate, chosen, kept, rarity
from tests.factories.network import ThemeFactory
from tests.factories.stories import CoachStoryFactory, InsightFactory
from tests.search.conftest import ANONYMOUS, BLENDED, LINDE, MEMBER, TESTING, WADDEN, Shelf

NOW = timezone.now()
DAY = timedelta(days=1)
# The time that a round has where its end is not asked after.
PLENTY = 60


@pytest.fixture
def meetups(db, _empty_registry):
    shelf = Shelf("bijeenkomst")
    registry.register(shelf.searchable("bijeenkomst", "bijeenkomsten"))
    return shelf


@pytest.fixture
def story(stories):
    """The story that is read, and one that has nothing to do with it."""
    stories.put("toets", "Digitaal toetsen zonder paniek", themes=(TESTING,), institutions=(LINDE,))
    stories.put("anders", "Koffie in de kantine")
    return stories


def titles(kind="verhaal", key="toets", viewer=ANONYMOUS, **options):
    return [thing.title for thing in related_things(kind, key, viewer, **options)]


def test_a_common_theme_relates_things_of_different_kinds(story, meetups):
    meetups.put("werkplaats", "Werkplaats", themes=(TESTING,))
    meetups.put("elders", "Iets met blended", themes=(BLENDED,))
    relate_changed(at=NOW, seconds=PLENTY)

    assert titles() == ["Werkplaats"]
    assert titles("bijeenkomst", "werkplaats") == ["Digitaal toetsen zonder paniek"]


def test_telling_words_relate_what_has_no_theme(stories):
    stories.put("studio", "Ondertitels bij een uitlegvideo", body="Zo maak je een uitlegvideo met ondertitels.")
    stories.put("vraag", "Hoe maak ik ondertitels onder een uitlegvideo?")
    for number in range(20):
        stories.put(f"ander-{number}", f"Verhaal nummer {number} over een coach")
    relate_changed(at=NOW, seconds=PLENTY)

    assert titles(key="studio") == ["Hoe maak ik ondertitels onder een uitlegvideo?"]


def test_the_same_school_alone_is_no_reason(story):
    story.put("buren", "Een nieuwe fietsenstalling", institutions=(LINDE,))
    relate_changed(at=NOW, seconds=PLENTY)

    assert titles() == []


def test_what_is_for_members_is_related_for_members_only(story, meetups):
    meetups.put("open", "Open werkplaats", themes=(TESTING,))
    meetups.put("besloten", "Besloten werkplaats", audience="members", themes=(TESTING,))
    relate_changed(at=NOW, seconds=PLENTY)

    assert titles() == ["Open werkplaats"]
    assert sorted(titles(viewer=MEMBER)) == ["Besloten werkplaats", "Open werkplaats"]


def test_what_is_hidden_since_is_gone_at_once(story, meetups):
    meetups.put("werkplaats", "Werkplaats", themes=(TESTING,))
    meetups.put("tweede", "Tweede werkplaats", themes=(TESTING,))
    relate_changed(at=NOW, seconds=PLENTY)
    assert sorted(titles()) == ["Tweede werkplaats", "Werkplaats"]

    meetups.hidden.add("werkplaats")
    assert titles() == ["Tweede werkplaats"]

    meetups.remove("tweede")
    assert titles() == []


def test_what_was_held_is_not_offered_even_before_it_is_renewed(story, meetups):
    meetups.put("straks", "Straks voorbij", themes=(TESTING,), happens_at=NOW + timedelta(hours=1))
    meetups.put("geweest", "Geweest", themes=(TESTING,), happens_at=NOW - timedelta(days=1))
    relate_changed(at=NOW, seconds=PLENTY)
    assert RelatedEntry.objects.filter(other__title="Straks voorbij").exists()

    Entry.objects.filter(object_key="straks").update(happens_at=timezone.now() - timedelta(minutes=1))

    assert titles() == []


def test_a_kind_that_is_not_offered_stands_under_nothing(story):
    people = Shelf("mens")
    searchable = people.searchable("mens", "mensen")
    registry.register(type(searchable)(**(vars(searchable) | {"is_related": False})))
    people.put("noor", "Noor van Dam", themes=(TESTING,))
    relate_changed(at=NOW, seconds=PLENTY)

    assert titles() == []
    assert titles("mens", "noor") == ["Digitaal toetsen zonder paniek"]


def test_what_the_page_shows_already_is_left_out(story, meetups):
    meetups.put("een", "Eerste", themes=(TESTING,))
    meetups.put("eigen", "Van de eigen school", themes=(TESTING,), institutions=(LINDE,))
    relate_changed(at=NOW, seconds=PLENTY)

    assert titles(without=["/bijeenkomst/een/"]) == ["Van de eigen school"]
    assert titles(without_school=LINDE.value) == ["Eerste"]
    assert sorted(titles(without_school=WADDEN.value)) == ["Eerste", "Van de eigen school"]


def test_a_school_without_themes_goes_by_those_of_its_texts(story, meetups):
    schools = Shelf("plaats")
    registry.register(schools.searchable("plaats", "plaatsen"))
    schools.put("linde", "Lindenwaard College", institutions=(LINDE,))
    meetups.put("werkplaats", "Werkplaats elders", themes=(TESTING,), institutions=(WADDEN,))
    relate_changed(at=NOW, seconds=PLENTY)

    assert titles("plaats", "linde", without_school=LINDE.value) == ["Werkplaats elders"]


def test_an_older_thing_learns_of_a_new_one_and_nothing_is_done_twice(story, meetups, django_assert_num_queries):
    relate_changed(at=NOW, seconds=PLENTY)
    assert titles() == []

    meetups.put("nieuw", "Nieuwe werkplaats", themes=(TESTING,))
    assert relate_changed(at=NOW, seconds=PLENTY) == 1

    assert titles() == ["Nieuwe werkplaats"]
    with django_assert_num_queries(1):
        assert relate_changed(at=NOW, seconds=PLENTY) == 0


def test_a_change_of_theme_ends_it(story, meetups):
    meetups.put("werkplaats", "Werkplaats", themes=(TESTING,))
    relate_changed(at=NOW, seconds=PLENTY)
    meetups.put("werkplaats", "Werkplaats", themes=(BLENDED,))
    relate_changed(at=NOW, seconds=PLENTY)

    assert titles("bijeenkomst", "werkplaats") == []
    relate_anew(at=NOW + 2 * DAY, seconds=PLENTY)
    assert titles() == []


def test_what_is_a_day_old_is_renewed_and_only_what_differs_is_written(story, meetups, django_assert_max_num_queries):
    meetups.put("werkplaats", "Werkplaats", themes=(TESTING,))
    relate_changed(at=NOW, seconds=PLENTY)
    before = set(RelatedEntry.objects.values_list("pk", "score"))

    with django_assert_max_num_queries(1):
        assert relate_anew(at=NOW + timedelta(hours=23), seconds=PLENTY) == 0
    with CaptureQueriesContext(connection) as captured:
        assert relate_anew(at=NOW + timedelta(hours=25), seconds=PLENTY) == 3
    assert set(RelatedEntry.objects.values_list("pk", "score")) == before
    assert not [query for query in captured if 'INTO "search_relatedentry"' in query["sql"]]


def seconds_passing():
    """Give a clock on which every look takes a second."""
    return itertools.count().__next__


def test_a_round_ends_with_its_time_and_the_next_goes_on(story, meetups):
    for number in range(4):
        meetups.put(f"{number}", f"Werkplaats {number}", themes=(TESTING,))

    rounds = [relate_changed(at=NOW, seconds=3, clock=seconds_passing()) for _round in range(4)]

    assert rounds == [2, 2, 2, 0]
    assert len(titles()) == 3


def test_what_a_new_thing_fits_is_done_first_when_there_was_no_time_for_it(story, meetups):
    relate_changed(at=NOW, seconds=PLENTY)
    meetups.put("nieuw", "Nieuwe werkplaats", themes=(TESTING,))

    assert relate_changed(at=NOW + timedelta(hours=1), seconds=2, clock=seconds_passing()) == 1
    assert titles() == []
    assert relate_anew(at=NOW + timedelta(hours=1, minutes=1), seconds=2, clock=seconds_passing()) == 1
    assert titles() == ["Nieuwe werkplaats"]
    assert relate_anew(at=NOW + timedelta(hours=1, minutes=2), seconds=PLENTY) == 0


def test_what_was_renewed_longest_ago_comes_first_and_the_rest_in_later_rounds(story, meetups):
    relate_changed(at=NOW, seconds=PLENTY)
    meetups.put("later", "Iets anders", themes=(BLENDED,))
    relate_changed(at=NOW + timedelta(minutes=1), seconds=PLENTY)

    rounds = [relate_anew(at=NOW + 2 * DAY, seconds=3, clock=seconds_passing()) for _round in range(3)]

    assert rounds == [2, 1, 0]
    assert set(RelatedMark.objects.values_list("renewed_at", flat=True)) == {NOW + 2 * DAY}


def test_as_many_queries_for_three_as_for_one(story, meetups):
    def count():
        relate_changed(at=NOW, seconds=PLENTY)
        with CaptureQueriesContext(connection) as captured:
            titles()
        return len(captured)

    meetups.put("een", "Werkplaats een", themes=(TESTING,))
    one = count()
    for number in range(30):
        meetups.put(f"meer-{number}", f"Werkplaats {number}", themes=(TESTING,))
    assert (one, count()) == (2, 2)


def test_a_page_shows_what_fits_it_until_that_is_closed(portal, client):
    theme = ThemeFactory()
    story, insight = (
        CoachStoryFactory(parent=portal.stories),
        InsightFactory(parent=portal.insights, title="Wilgentakken"),
    )
    for page in (story, insight):
        page.themes.add(theme)
        page.save()
        index_pages([page.pk])
    relate_changed(at=timezone.now(), seconds=PLENTY)
    assert "Wilgentakken" in client.get(story.url).content.decode()

    PageViewRestriction.objects.create(page=insight, restriction_type=PageViewRestriction.LOGIN)

    answer = client.get(story.url)
    assert answer.status_code == 200
    assert "Wilgentakken" not in answer.content.decode()


# The rules.


def test_sooner_another_kind_than_more_of_the_same_but_not_at_any_price():
    story = [Candidate("verhaal", f"/v/{number}/", 4.0 - number / 10) for number in range(4)]
    close, far = Candidate("inzicht", "/i/", 3.0), Candidate("vraag", "/q/", 1.0)

    assert [one.url for one in chosen([*story, close, far])] == ["/v/0/", "/i/", "/v/1/"]
    assert [one.url for one in chosen([*story, close, far], without={"/v/0/", "/i/"})] == ["/v/1/", "/v/2/", "/v/3/"]
    assert chosen([]) == []


def test_the_best_of_every_slice_are_kept_and_nothing_weak():
    scores = {pk: 2.0 + pk / 100 for pk in range(40)} | {50: 0.7}
    slices = {pk: "members" if pk >= 20 else "everyone" for pk in range(51)}

    found = kept(scores, slices)

    assert sorted(found) == [*range(8, 20), *range(28, 40)]


@pytest.mark.parametrize(("holders", "worth"), [(1, 1.0), (10, 0.5), (100, 0.0), (101, 0.0)])
def test_a_word_tells_less_the_more_texts_hold_it(holders, worth):
    assert rarity(holders, 100) == pytest.approx(worth)
