"""Texts are found as soon as they are online, and no longer than that."""

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from search.index.models import Entry
from stories.models import CoachStoryPage
from tests.factories.stories import CoachStoryFactory


def titles(path="/zoeken/?q=oeverloper"):
    return re.sub(r"</?mark>", "", Client().get(path).content.decode())


@pytest.fixture
def story(portal, coach, moderator):
    page = CoachStoryPage(title="De oeverloper vertelt", lead="Over de les.", live=False)
    portal.stories.add_child(instance=page)
    page.save_revision(user=coach).publish(user=moderator, skip_permission_checks=True)
    return CoachStoryPage.objects.get(pk=page.pk)


def test_published_story_is_found(story):
    assert "De oeverloper vertelt" in titles()


def test_draft_of_a_live_story_does_not_show(story, coach):
    story.title = "De zwanenzanger vertelt"
    story.save_revision(user=coach)

    assert "zwanenzanger" not in titles("/zoeken/?q=vertelt")


def test_unpublished_story_is_gone(story):
    story.unpublish()

    assert Entry.objects.filter(kind="verhaal").count() == 0


def test_restricted_story_leaves_the_public_index_at_once(story, portal):
    assert list(Entry.objects.filter(kind="verhaal").values_list("slice", flat=True)) == ["everyone"]

    PageViewRestriction.objects.create(page=portal.stories, restriction_type=PageViewRestriction.LOGIN)

    assert list(Entry.objects.filter(kind="verhaal").values_list("slice", flat=True)) == ["members"]
    assert "De oeverloper vertelt" not in titles()


def test_deleted_story_is_gone(story):
    story.delete()

    assert Entry.objects.filter(kind="verhaal").count() == 0


def test_draft_that_was_never_online_has_no_entry(portal):
    CoachStoryFactory(parent=portal.stories, title="Een oeverloper in concept", live=False)

    assert Entry.objects.filter(kind="verhaal").count() == 0
