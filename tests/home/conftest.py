"""A whole site as `ensure_site` makes it, and texts on it in every state that must stay hidden."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import PageViewRestriction

from home.foundation.actions import ensure_site
from home.models import HomePage
from network.members.states import EDITORS, MODERATORS, PROGRAMME_TEAM
from stories.models import CoachStoryIndexPage, CoachStoryPage, PilotIndexPage
from tests.factories.network import InstitutionFactory, MemberFactory
from tests.factories.roots import make_root
from tests.factories.stories import CoachStoryFactory

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def laid_once(django_db_setup, django_db_blocker):
    """The site, made once for a file of which every test with a database asks for `front`; undone at its end.

    Making it takes longer than most of these tests; a file asks by `pytestmark`, so that it stands before any test's
    own transaction begins.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        make_root()
        ensure_site(at=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def front(root_page):
    if not HomePage.objects.exists():
        ensure_site(at=NOW)
    return HomePage.objects.get()


@pytest.fixture
def story_list(front):
    return CoachStoryIndexPage.objects.get()


@pytest.fixture
def pilot_list(front):
    return PilotIndexPage.objects.get()


@pytest.fixture
def make_story(story_list):
    """Give a function that makes a live story of two schools, published some days ago."""

    def make(title: str, *, days_ago: int = 1, parent=None, **columns) -> CoachStoryPage:
        columns = {"institution": InstitutionFactory(), **columns}
        published = NOW - timedelta(days=days_ago)
        page = CoachStoryFactory(
            parent=parent or story_list,
            title=title,
            first_published_at=published,
            last_published_at=published,
            **columns,
        )
        page.partners.set([InstitutionFactory()])
        page.save()
        return page

    return make


@pytest.fixture
def hidden_titles(make_story, story_list):
    """Put a text in each state in which nobody may see it, and give the words that must stay unseen."""
    make_story("Concept-verborgen", live=False)
    make_story("Gepland-verborgen", live=False, go_live_at=NOW + timedelta(days=9))
    make_story("Verlopen-verborgen", live=False, expired=True)
    closed = make_story("Afgeschermd-verborgen")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    group_only = make_story("Groep-verborgen")
    PageViewRestriction.objects.create(page=group_only, restriction_type=PageViewRestriction.GROUPS)
    child = make_story("Kind-verborgen", parent=closed)
    assert child.get_parent().pk == closed.pk
    edited = make_story("Zichtbaar verhaal")
    edited.title = "Bewerking-verborgen"
    edited.lead = "Bewerking-verborgen"
    edited.save_revision()
    return [
        "Concept-verborgen",
        "Gepland-verborgen",
        "Verlopen-verborgen",
        "Afgeschermd-verborgen",
        "Groep-verborgen",
        "Kind-verborgen",
        "Bewerking-verborgen",
    ]


def _in_group(email: str, group: str):
    member = MemberFactory(email=email, given_name="Rie", family_name="Redactie")
    member.groups.add(Group.objects.get(name=group))
    return member


@pytest.fixture
def editor(front):
    return _in_group("redactie@test.example", EDITORS)


@pytest.fixture
def moderator(front):
    return _in_group("eindredactie@test.example", MODERATORS)


@pytest.fixture
def programme_lead(front):
    return _in_group("programma@test.example", PROGRAMME_TEAM)
