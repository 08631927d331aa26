"""Pages kept for visitors: who gets them, and when they are gone."""

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from network.models import Member
from portal.shared.caching.middleware import SHELF
from portal.shared.caching.versions import has_unfinished_changes
from tests.factories.stories import CoachStoryFactory

KEPT = "public, max-age=0, must-revalidate"


@pytest.fixture
def story(portal, settle):
    page = CoachStoryFactory(parent=portal.stories, title="Een brug naar ict")
    settle()
    return page


def get(path: str, cookies: dict | None = None, **headers):
    client = Client()
    for name, value in (cookies or {}).items():
        client.cookies[name] = value
    return client.get(path, headers=headers)


def test_a_page_is_kept_for_the_next_visitor(story, django_assert_max_num_queries):
    first, second = get(story.url), None
    with django_assert_max_num_queries(0):
        second = get(story.url)
    assert (second.status_code, second.content, second["Cache-Control"]) == (200, first.content, KEPT)
    assert {name.strip() for name in second["Vary"].split(",")} >= {"Cookie"}
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert second["X-Request-ID"] != first["X-Request-ID"]


def test_an_unchanged_page_is_answered_with_304(story):
    etag = get(story.url)["ETag"]
    answer = get(story.url, **{"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)


def test_a_foreign_host_gets_no_kept_page_and_leaves_none(story):
    before = get(story.url, Host="elsewhere.example").status_code
    ours = get(story.url).status_code
    after = get(story.url, Host="elsewhere.example").status_code

    assert (before, ours, after, get(story.url).status_code) == (400, 200, 400, 200)
    assert {key[1] for key in SHELF._pages} == {"testserver"}


def test_a_compressed_page_goes_only_to_who_can_read_it(story):
    compressed = get(story.url, **{"Accept-Encoding": "gzip"})
    assert compressed["Content-Encoding"] == get(story.url, **{"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"
    plain = get(story.url)
    assert ("Content-Encoding" in plain, b"Een brug naar ict" in plain.content) == (False, True)


def test_a_visitor_never_gets_the_page_of_a_member(story, coach):
    member = Client()
    member.force_login(coach)
    own = member.get(story.url)
    seen = get(story.url)
    assert (b"csrfmiddlewaretoken" in own.content, own["Cache-Control"]) == (True, "private, no-store")
    assert b"csrfmiddlewaretoken" not in seen.content


def test_a_member_never_gets_the_page_of_a_visitor(story, coach, settle):
    member = Client()
    member.force_login(coach)
    settle()
    get(story.url)
    own = member.get(story.url)
    assert (b"csrfmiddlewaretoken" in own.content, own["Cache-Control"]) == (True, "private, no-store")


@pytest.mark.parametrize("cookies", [{"sessionid": "x"}, {"csrftoken": "x" * 32}, {"messages": "x"}, {"other": "1"}])
def test_a_request_with_a_cookie_goes_past_the_kept_pages(story, cookies):
    get(story.url)
    assert get(story.url, cookies=cookies).get("Cache-Control") != KEPT


def test_each_language_has_its_own_page(story):
    dutch = get(story.url)
    english = get(story.url, cookies={"taal": "en"})
    assert (dutch["Content-Language"], english["Content-Language"]) == ("nl", "en")
    assert get(story.url, cookies={"taal": "en"}).content == english.content != dutch.content


@pytest.mark.parametrize("path", ["/zoeken/?q=brug", "/account/login/", "/healthz", "/verhalen/?x=1", "/bestaat-niet/"])
def test_what_may_not_be_kept_is_not(story, path):
    get(path)
    assert get(path).get("Cache-Control") != KEPT


def test_filters_of_a_list_are_kept_apart(story, portal):
    everything, none = get("/verhalen/"), get("/verhalen/?thema=niets")
    assert (everything["Cache-Control"], none["Cache-Control"]) == (KEPT, KEPT)
    assert get("/verhalen/?volgorde=titel").content != everything.content
    assert get("/verhalen/").content == everything.content


def test_an_unpublished_page_is_gone_at_once(story, settle):
    get(story.url)
    Page.objects.filter(pk=story.pk).update(live=False)
    assert get(story.url).status_code == 404
    settle()
    assert get(story.url).status_code == 404


def test_a_restricted_page_is_gone_at_once(story, portal, settle):
    get(story.url)
    PageViewRestriction.objects.create(page=portal.stories, restriction_type=PageViewRestriction.LOGIN)
    assert get(story.url).status_code == 302
    settle()
    assert get(story.url).status_code == 302


def test_a_page_in_step_with_a_restricted_one_is_restricted_too(story, portal, settle):
    first = story.create_alias(parent=portal.stories, update_slug="spiegel")
    second = first.create_alias(parent=portal.stories, update_slug="spiegel-van-spiegel")
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    settle()
    assert [get(page.url).status_code for page in (story, first, second)] == [302, 302, 302]


def test_another_process_sees_the_change_by_the_version_alone(story, settle):
    old = get(story.url)
    Page.objects.filter(pk=story.pk).update(title="Nieuwe titel")
    settle()
    assert b"Nieuwe titel" not in old.content
    assert b"Nieuwe titel" in get(story.url).content


def test_nothing_is_kept_while_a_change_is_not_committed(story, portal):
    SHELF.clear()
    Page.objects.filter(pk=story.pk).update(title="Nog niet definitief")
    assert get(story.url).get("Cache-Control") is None


def test_any_write_counts_but_those_nobody_sees(coach, settle):
    settle()
    coach.last_login = None
    coach.save(update_fields=["last_login"])
    unseen = has_unfinished_changes()
    Member.objects.filter(pk=coach.pk).update(about="Iets nieuws")
    assert (unseen, has_unfinished_changes()) == (False, True)


def test_a_raw_statement_counts(coach, settle):
    settle()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("WITH x AS (SELECT 1) SELECT * FROM x")
        assert has_unfinished_changes() is False
        cursor.execute("DELETE FROM network_theme")
    assert has_unfinished_changes() is True
