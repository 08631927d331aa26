"""The list of members of a large site: numbers for all readers together, and never one of what is hidden."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.directory import querysets
from network.models import FieldAudience
from portal.shared.audiences.states import Audience
from tests.factories.network import HelpTopicFactory, InstitutionFactory, MemberFactory
from tests.network.test_directory import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]


@pytest.fixture(autouse=True)
def large(monkeypatch):
    """Let two members be many; what is kept for a minute is of this test alone."""
    monkeypatch.setattr(querysets, "MOST_COUNTED", 1)
    monkeypatch.setattr("portal.shared.caching.versions._kept_a_while", {})


@pytest.fixture
def video(db):
    return HelpTopicFactory(slug="video", name="video")


@pytest.fixture
def reader(client, db):
    reader = MemberFactory(given_name="Lezer", family_name="Zzz")
    client.force_login(reader)
    return reader


def numbers(response) -> dict[str, int | None]:
    groups = response.context["groups"]
    return {option.text: option.count for group in groups for option in (*group.options, *group.more)}


def names(response) -> list[str]:
    return [each.profile.name for each in response.context["found"]]


def test_filters_count_and_narrow_as_on_a_small_site(client, reader, video):
    school = InstitutionFactory(name="ROC Noord")
    for name in ("Anna", "Bea"):
        person(school, name, "Aa", helps_with=[video])
    person(school, "Cor", "Bb")
    whole, narrowed = client.get("/netwerk/"), client.get("/netwerk/?hulp=video")
    assert numbers(whole)["video"] == 2
    assert (names(narrowed), narrowed.context["page_obj"].paginator.count) == (["Anna Aa", "Bea Aa"], 2)


def test_what_a_member_hides_is_neither_counted_nor_found(client, reader, video):
    hidden = person(InstitutionFactory(), "Anna", "Aa", helps_with=[video])
    FieldAudience.objects.update_or_create(member=hidden, field="helps_with", defaults={"audience": Audience.ONLY_ME})
    person(InstitutionFactory(), "Bea", "Bb")
    assert "video" not in numbers(client.get("/netwerk/"))
    assert names(client.get("/netwerk/?hulp=video")) == []


def test_a_member_who_hides_leaves_the_list_at_once_while_numbers_may_be_a_minute_old(client, reader, video):
    member = person(InstitutionFactory(), "Anna", "Aa", helps_with=[video])
    person(InstitutionFactory(), "Bea", "Bb", helps_with=[video])
    assert numbers(client.get("/netwerk/"))["video"] == 2
    FieldAudience.objects.update_or_create(member=member, field="helps_with", defaults={"audience": Audience.ONLY_ME})
    assert names(client.get("/netwerk/?hulp=video")) == ["Bea Bb"]


@pytest.mark.parametrize("most_counted", [1, 5_000])
def test_words_that_find_very_many_are_looked_up_once_and_paged_by_name(
    client, reader, video, monkeypatch, most_counted
):
    monkeypatch.setattr(querysets, "MOST_PINNED", 1)
    monkeypatch.setattr(querysets, "MOST_COUNTED", most_counted)
    monkeypatch.setattr("network.directory.views.PER_PAGE", 2)
    school = InstitutionFactory()
    for name in ("Dora", "Bea", "Cor", "Anna"):
        person(school, name, "Brugman", helps_with=[video] if name != "Bea" else [])
    with CaptureQueriesContext(connection) as asked:
        first = client.get("/netwerk/?q=Brugman")
    # Read now: the next request empties the log.
    looked_up = [query for query in asked if "LIKE '%brugman%'" in query["sql"]]
    second, narrowed = client.get("/netwerk/?q=Brugman&pagina=2"), client.get("/netwerk/?q=Brugman&hulp=video&pagina=2")
    assert [names(page) for page in (first, second, narrowed)] == [
        ["Anna Brugman", "Bea Brugman"],
        ["Cor Brugman", "Dora Brugman"],
        ["Dora Brugman"],
    ]
    assert [page.context["page_obj"].paginator.count for page in (first, narrowed)] == [4, 3]
    assert len(looked_up) == (1 if most_counted == 1 else 2)


def test_words_that_find_very_many_give_choices_without_numbers(client, reader, video, monkeypatch):
    monkeypatch.setattr(querysets, "MOST_PINNED", 1)
    for name in ("Anna", "Bea"):
        person(InstitutionFactory(), name, "Aa", helps_with=[video])
    found = client.get("/netwerk/?q=Aa")
    assert (names(found), found.context["page_obj"].paginator.count) == (["Anna Aa", "Bea Aa"], 2)
    assert numbers(found)["video"] is None
    assert b"None" not in found.content
    assert names(client.get("/netwerk/?q=Aa&hulp=video")) == ["Anna Aa", "Bea Aa"]
