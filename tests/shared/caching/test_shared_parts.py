"""Parts that are worked out once per version: a change shows at once, and nobody gets what another may see."""

import time

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.navigation.models import SiteNavigation
from network.members.models import FieldAudience
from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import SECONDS_REMEMBERED, kept_a_while, one_request
from portal.shared.conversations.states import PostState
from portal.shared.pages.listeners import pages_changed
from portal.shared.pages.sharing import shared
from search.related.actions import relate_changed
from stories.models import CoachStoryPage
from stories.reactions.models import Reaction
from tests.factories.network import InstitutionFactory, MemberFactory, ThemeFactory
from tests.factories.stories import CoachStoryFactory, InsightFactory, PilotReportFactory

VISITOR, MEMBER = Viewer.anonymous(), Viewer(member_key="x", is_member=True, institution_ids=frozenset({1}))
LISTS = ["/verhalen/", "/"]


@pytest.fixture
def story(portal, settle):
    """A story with a theme, that another story points to as related."""
    theme, school = ThemeFactory(slug="intervisie", name="Intervisie"), InstitutionFactory(name="Lindenwaard")
    for title in ("Een brug naar ict", "De andere oever"):
        page = CoachStoryFactory(parent=portal.stories, title=title, institution=school)
        page.themes.add(theme)
        page.save()
    portal.home.body = [("stories", {"title": "Verhalen van coaches"}), ("hero", {"title": "Welkom", "examples": []})]
    portal.home.save()
    relate(*CoachStoryPage.objects.values_list("pk", flat=True))
    settle()
    return page.get_prev_sibling().specific


@pytest.fixture
def other(story):
    return story.get_next_sibling().specific


def relate(*page_ids: int) -> None:
    """Do what publishing does for search, and the worker after it."""
    pages_changed(page_ids)
    relate_changed(at=timezone.now(), seconds=60)


def seen(path: str, member=None) -> str:
    """Give a page as it is made anew for a reader, with the parts that are remembered."""
    client = Client()
    if member is not None:
        client.force_login(member)
    return client.get(path, headers={"Authorization": "uncached"}).content.decode()


def close(page, settle) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    relate_changed(at=timezone.now(), seconds=60)
    settle()


def test_compute_does_not_know_who_looks(db):
    def viewers(viewer):
        found = []
        with one_request():
            shared(("test", viewer.is_member), viewer, found.append)
        return found

    assert (viewers(MEMBER), viewers(VISITOR)) == ([Viewer(is_member=True)], [Viewer.anonymous()])


def test_a_number_that_may_be_late_is_counted_anew_after_a_minute(db, settle, monkeypatch):
    counts = iter(range(10))
    settle()

    def read() -> int:
        with one_request():
            return kept_a_while("test.number", lambda: next(counts))

    began = time.monotonic()
    assert [read(), read()] == [0, 0]
    monkeypatch.setattr(time, "monotonic", lambda: began + SECONDS_REMEMBERED + 1)
    assert read() == 1


def test_a_part_is_worked_out_once_for_all_members_and_once_for_all_others(db, settle):
    settle()
    other_member = Viewer(member_key="y", is_member=True)
    calls = []
    with one_request():
        for viewer in (VISITOR, MEMBER, VISITOR, other_member, Viewer(member_key="z")):
            shared(("test", "once"), viewer, calls.append)
    assert calls == [Viewer.anonymous(), Viewer(is_member=True)]


def test_a_warm_page_asks_the_database_for_no_shared_part(story, django_assert_max_num_queries):
    seen(story.url)
    # Who may open the page is asked each time.
    with django_assert_max_num_queries(1):
        seen(story.url)


@pytest.mark.parametrize("path", LISTS)
def test_an_edited_story_shows_at_once(story, settle, path):
    before = seen(path)
    story.title = "Een tunnel naar ict"
    story.save()
    settle()
    assert ("Een brug naar ict" in before, "Een tunnel naar ict" in seen(path)) == (True, True)


def test_an_edited_body_shows_at_once(story, settle):
    story.body = [("text", "<p>Het oude begin</p>")]
    story.save()
    settle()
    before = seen(story.url)
    story.body = [("text", "<p>Een nieuw begin</p>")]
    story.save()
    settle()
    after = seen(story.url)
    assert ("Het oude begin" in before, "Het oude begin" in after, "Een nieuw begin" in after) == (True, False, True)


def test_a_story_that_changed_shows_at_once_where_another_points_to_it(story, other, settle):
    before = seen(other.url)
    story.title = "Een tunnel naar ict"
    story.save()
    pages_changed([story.pk])
    settle()
    assert ("Een brug naar ict" in before, "Een tunnel naar ict" in seen(other.url)) == (True, True)


def test_a_changed_menu_shows_at_once(story, settle):
    before = seen(story.url)
    SiteNavigation.objects.create(main=[("link", {"title": "Nieuw in het menu", "address": "/over/"})])
    settle()
    assert ("Nieuw in het menu" in before, "Nieuw in het menu" in seen(story.url)) == (False, True)


def test_a_renamed_theme_shows_at_once(story, settle):
    before = [seen("/verhalen/"), seen(story.url)]
    theme = story.themes.first()
    theme.name = "Samen kijken"
    theme.save()
    settle()
    after = [seen("/verhalen/"), seen(story.url)]
    assert (["Intervisie" in page for page in before], ["Samen kijken" in page for page in after]) == ([True] * 2,) * 2


@pytest.mark.parametrize("path", LISTS)
def test_a_restricted_story_leaves_the_visitors_list_at_once_and_stays_in_the_members(story, coach, settle, path):
    before = seen(path), seen(path, coach)
    close(story, settle)
    after = seen(path), seen(path, coach)
    shown = [["Een brug naar ict" in page for page in pages] for pages in (before, after)]
    assert shown == [[True, True], [False, True]]


@pytest.mark.parametrize("is_member_first", [True, False])
def test_a_restricted_story_is_related_for_members_only_whoever_comes_first(
    story, other, coach, settle, is_member_first
):
    close(story, settle)
    readers = [coach, None] if is_member_first else [None, coach]
    shown = {reader: "Een brug naar ict" in seen(other.url, reader) for reader in readers}
    assert shown == {coach: True, None: False}


def test_a_restricted_story_itself_is_never_served_from_what_is_remembered(story, coach, settle):
    text = seen(story.url)
    close(story, settle)
    member, visitor = seen(story.url, coach), seen(story.url)
    assert ["Een brug naar ict" in page for page in (text, member, visitor)] == [True, True, False]


def test_a_draft_is_shown_to_its_editor_and_leaves_the_published_text_as_it_is(story, settle):
    boss = MemberFactory(email="baas@bruggenbouwen.example", is_superuser=True)
    story.body = [("text", "<p>Zo staat het er</p>")]
    story.save()
    story.body = [("text", "<p>Zo wordt het</p>")]
    story.save_revision()
    settle()
    before = seen(story.url)
    editor = Client()
    editor.force_login(boss)
    settle()
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[story.pk])).content.decode()
    assert [words in draft for words in ("Zo staat het er", "Zo wordt het")] == [False, True]
    for text in (before, seen(story.url), seen(story.url, boss)):
        assert [words in text for words in ("Zo staat het er", "Zo wordt het")] == [True, False]


@pytest.mark.parametrize("is_member_first", [True, False])
def test_a_person_in_a_text_is_shown_to_each_reader_as_that_reader_may_see(story, coach, settle, is_member_first):
    hidden = MemberFactory(given_name="Sanne", family_name="Zichtbaar")
    FieldAudience.objects.create(member=hidden, field="name", audience="members")
    story.body = [("text", "<p>Vraag het haar.</p>"), ("person", {"member": hidden.key, "text": "Weet veel."})]
    story.save()
    settle()
    readers = [coach, None] if is_member_first else [None, coach]
    shown = {reader: "Sanne" in seen(story.url, reader) for reader in readers}
    assert shown == {coach: True, None: False}


def test_an_insight_in_a_text_is_shown_to_who_may_open_it(story, portal, coach, settle):
    insight = InsightFactory(parent=portal.insights, title="Samen voorbereiden werkt")
    story.body = [("text", "<p>Hier bleek het.</p>"), ("insight", {"insight": insight})]
    story.save()
    settle()
    assert "Samen voorbereiden werkt" in seen(story.url)

    close(insight, settle)

    shown = {reader: "Samen voorbereiden werkt" in seen(story.url, reader) for reader in (coach, None)}
    assert shown == {coach: True, None: False}


def test_a_contact_who_hides_is_gone_at_once(story, settle):
    contact = MemberFactory(given_name="Sanne", family_name="Zichtbaar")
    choice = FieldAudience.objects.create(member=contact, field="name", audience="everyone")
    story.contact = contact
    story.save()
    settle()
    before = seen(story.url)
    choice.audience = "members"
    choice.save()
    settle()
    assert ("Sanne" in before, "Sanne" in seen(story.url)) == (True, False)


def test_a_member_s_own_reaction_has_its_links_for_that_member_alone(story, coach, settle):
    reaction = Reaction.objects.create(page=story, member=coach, text="Bij ons ook", state=PostState.VISIBLE)
    settle()
    own_link = reverse("reactions:remove", args=[reaction.key])
    pages = [seen(story.url, coach), seen(story.url), seen(story.url, MemberFactory()), seen(story.url)]
    assert [own_link in page for page in pages] == [True, False, False, False]
    assert ["Bij ons ook" in page for page in pages] == [True] * 4


def test_a_new_bridge_is_drawn_on_the_front_page_at_once(story, portal, settle):
    before = seen("/")
    pilot = PilotReportFactory(parent=portal.pilots, institution=InstitutionFactory(name="Waddenkust"))
    pilot.partners.add(story.institution)
    pilot.save()
    settle()
    assert ("Waddenkust" in before, "Waddenkust" in seen("/")) == (False, True)


def test_a_filtered_list_is_not_the_list_that_is_remembered(story, other, settle):
    everything, none = seen("/verhalen/"), seen("/verhalen/?school=niets")
    story.themes.clear()
    story.save()
    settle()
    filtered = seen("/verhalen/?thema=intervisie")
    assert ["Een brug naar ict" in page for page in (everything, none, filtered)] == [True, True, False]
    assert "Een brug naar ict" in seen("/verhalen/")
