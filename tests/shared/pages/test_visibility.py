"""Who may see a page: one queryset method, whatever the restriction and however many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home.models import PlainPage
from portal.shared.audiences.rules import Viewer
from portal.shared.pages import listeners
from stories.models import CoachStoryPage
from tests.factories.stories import CoachStoryFactory

VISITOR = Viewer.anonymous()
MEMBER = Viewer(member_key="noor", is_member=True)
PROSPECT = Viewer(member_key="iemand")


def seen_by(viewer):
    return set(CoachStoryPage.objects.visible_to(viewer).values_list("title", flat=True))


@pytest.fixture
def stories(portal):
    return {name: CoachStoryFactory(parent=portal.stories, title=name) for name in ("open", "ander")}


def test_everyone_sees_live_pages(stories):
    assert seen_by(VISITOR) == {"open", "ander"}


def test_drafts_and_expired_pages_are_seen_by_nobody(portal, stories):
    CoachStoryFactory(parent=portal.stories, title="concept", live=False)
    CoachStoryFactory(parent=portal.stories, title="verlopen", live=False, expired=True)

    assert seen_by(MEMBER) == {"open", "ander"}


def test_pages_behind_sign_in_are_for_members(stories):
    PageViewRestriction.objects.create(page=stories["open"], restriction_type=PageViewRestriction.LOGIN)

    assert (seen_by(VISITOR), seen_by(PROSPECT), seen_by(MEMBER)) == ({"ander"}, {"ander"}, {"open", "ander"})


@pytest.mark.parametrize("kind", [PageViewRestriction.GROUPS, PageViewRestriction.PASSWORD])
def test_pages_for_a_group_or_by_password_are_in_no_list(stories, kind):
    PageViewRestriction.objects.create(page=stories["open"], restriction_type=kind, password="geheim")

    assert (seen_by(VISITOR), seen_by(MEMBER)) == ({"ander"}, {"ander"})


def test_a_restriction_on_the_parent_hides_the_children(portal, stories):
    PageViewRestriction.objects.create(page=portal.home, restriction_type=PageViewRestriction.PASSWORD, password="x")

    assert (seen_by(VISITOR), seen_by(MEMBER)) == (set(), set())


def test_a_neighbour_with_a_similar_path_stays_visible(portal, stories):
    PageViewRestriction.objects.create(page=portal.pilots, restriction_type=PageViewRestriction.PASSWORD, password="x")

    assert seen_by(VISITOR) == {"open", "ander"}


def test_the_number_of_restrictions_changes_no_query(portal, stories):
    def sql():
        with CaptureQueriesContext(connection) as queries:
            seen_by(VISITOR)
        return [query["sql"] for query in queries]

    before = sql()
    for number in range(30):
        page = CoachStoryFactory(parent=portal.stories, title=f"dicht {number}")
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert sql() == before
    assert seen_by(VISITOR) == {"open", "ander"}


@pytest.mark.parametrize("closed_at", range(3, 12))
def test_a_closed_page_hides_all_below_it_however_deep(portal, closed_at):
    chain, parent = [], portal.home
    for number in range(10):
        parent = parent.add_child(instance=PlainPage(title=f"bladzij {number}", slug=f"bladzij-{number}"))
        chain.append(parent)
    closed = next(page for page in chain if page.depth == closed_at)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)

    seen = set(PlainPage.objects.visible_to(VISITOR).values_list("pk", flat=True))
    assert seen == {page.pk for page in chain if page.depth < closed_at}
    assert PlainPage.objects.visible_to(MEMBER).count() == 10


@pytest.fixture
def heard(monkeypatch):
    """Which page ids the listeners were told of."""
    told = []
    monkeypatch.setattr(listeners, "_listeners", [told.extend])
    return told


def test_listeners_hear_of_a_closed_branch_at_once(portal, stories, heard):
    PageViewRestriction.objects.create(page=portal.stories, restriction_type=PageViewRestriction.LOGIN)

    assert set(heard) == {portal.stories.pk, stories["open"].pk, stories["ander"].pk}


def test_listeners_hear_of_an_opened_branch(portal, stories, heard):
    restriction = PageViewRestriction.objects.create(page=stories["open"], restriction_type=PageViewRestriction.LOGIN)
    heard.clear()

    restriction.delete()

    assert heard == [stories["open"].pk]


def test_listeners_hear_of_moves_deletes_slugs_and_unpublishing(portal, stories, heard):
    stories["open"].unpublish()
    assert heard.pop() == stories["open"].pk

    pk = stories["ander"].pk
    stories["ander"].delete()
    assert pk in heard
