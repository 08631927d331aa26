"""A restriction closes and opens a whole branch, in the transaction that makes, changes or takes it away."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from home.models import PlainPage
from portal.shared.pages.listeners import pages_changed
from search.dutch.synonyms import current_lexicon
from search.index.models import EngineTask, Entry
from search.results.choices import frequent_themes
from search.results.queries import answer
from search.results.suggesting import suggestions
from search.results.understanding import corrected
from tests.factories.stories import CoachStoryFactory
from tests.search.conftest import ANONYMOUS, MEMBER, follow

LOGIN, PASSWORD, GROUPS = PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS


@pytest.fixture
def branch(portal):
    """Three stories: two below the list, one of them two levels down, and one elsewhere."""
    deeper = portal.stories.add_child(instance=PlainPage(title="Besloten tak", slug="tak"))
    pages = [
        CoachStoryFactory(parent=portal.stories, title="Zwalmvink een", slug="een"),
        CoachStoryFactory(parent=deeper, title="Zwalmvink twee", slug="twee"),
        CoachStoryFactory(parent=portal.home, title="Zwalmvink drie", slug="drie"),
    ]
    pages_changed([deeper.pk, *(page.pk for page in pages)])
    follow()
    portal.deeper, portal.pages = Page.objects.get(pk=deeper.pk), pages
    return portal


def found(viewer=ANONYMOUS) -> list[str]:
    """Give the last words of the titles that a viewer finds, and see that counts and suggestions say the same."""
    answered = answer("zwalmvink", viewer=viewer)
    titles = sorted(hit.title for hit in answered.hits)
    assert (answered.total, answered.unfiltered_total) == (len(titles), len(titles))
    assert sum(choice.count for choice in answered.facets["soort"]) == len(titles)
    assert sorted(one.title for one in suggestions("zwalm", viewer=viewer)) == titles
    return [title.rpartition(" ")[2] for title in titles]


def restrict(page: Page, kind: str = PASSWORD) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, password="sesam")


EVERY, OUTSIDE = ["drie", "een", "twee"], ["drie"]


@pytest.mark.parametrize(("kind", "to_members"), [(LOGIN, EVERY), (PASSWORD, OUTSIDE), (GROUPS, OUTSIDE)])
def test_whole_branch_closes_before_the_transaction_ends_and_opens_again(branch, kind, to_members):
    with transaction.atomic():
        restriction = restrict(branch.stories, kind)
        assert (found(), found(MEMBER)) == (OUTSIDE, to_members)
    assert (found(), found(MEMBER)) == (OUTSIDE, to_members)

    with transaction.atomic():
        restriction.delete()
        assert (found(), found(MEMBER)) == (EVERY, EVERY)


def test_closed_before_its_groups_are_stored(branch):
    restriction = restrict(branch.stories, GROUPS)
    closed = found(MEMBER)
    restriction.groups.set([Group.objects.create(name="Kring")])

    assert (closed, found(MEMBER)) == (OUTSIDE, OUTSIDE)


def test_another_kind_of_restriction_counts_at_once(branch):
    restriction = restrict(branch.stories, LOGIN)
    seen = []
    for kind in (PASSWORD, LOGIN, GROUPS):
        restriction.restriction_type = kind
        restriction.save()
        seen.append((found(), found(MEMBER)))

    assert seen == [(OUTSIDE, OUTSIDE), (OUTSIDE, EVERY), (OUTSIDE, OUTSIDE)]


def test_inner_restriction_stays_when_the_outer_one_goes(branch):
    outer, _inner = restrict(branch.stories), restrict(branch.deeper, LOGIN)
    outer.delete()

    assert (found(), found(MEMBER)) == (["drie", "een"], EVERY)


def test_restrictions_deleted_in_bulk_open_everything(branch):
    for page in (branch.stories, branch.deeper, branch.pages[2]):
        restrict(page)
    assert found() == []

    PageViewRestriction.objects.all().delete()

    assert found() == EVERY


def test_branch_moved_below_a_closed_page_and_out_again(branch):
    closed = branch.home.add_child(instance=PlainPage(title="Dicht", slug="dicht"))
    restrict(closed)
    branch.deeper.move(closed, pos="last-child")
    inside = found()
    Page.objects.get(pk=branch.deeper.pk).move(Page.objects.get(pk=branch.home.pk), pos="last-child")

    assert (inside, found()) == (["drie", "een"], EVERY)


def test_rolled_back_restriction_leaves_everything_as_it_was(branch):
    before = list(Entry.objects.order_by("pk").values("pk", "kind", "slice", "version", "content_hash"))
    EngineTask.objects.all().delete()
    with transaction.atomic():
        restrict(branch.stories, LOGIN)
        branch.pages[2].unpublish()
        assert found() == []
        transaction.set_rollback(True)

    assert list(Entry.objects.order_by("pk").values("pk", "kind", "slice", "version", "content_hash")) == before
    assert (found(), EngineTask.objects.count()) == (EVERY, 0)


def test_nothing_of_a_closed_branch_is_corrected_to_or_counted(branch):
    restrict(branch.home)

    lexicon, slices = current_lexicon(), ANONYMOUS.slices()
    assert corrected("zwamlvink", lexicon=lexicon, slices=slices) is None
    assert frequent_themes(viewer=ANONYMOUS) == ()


def test_closing_costs_the_same_per_page_however_many_there_are(branch, django_assert_max_num_queries):
    for number in range(12):
        CoachStoryFactory(parent=branch.stories, title=f"Zwalmvink {number}", slug=f"nummer-{number}")
    pages_changed(Page.objects.descendant_of(branch.stories).values_list("pk", flat=True))

    with django_assert_max_num_queries(30):
        restrict(branch.stories)

    assert found() == OUTSIDE
