"""How many queries each kind of page takes, warm: within budget, and the same with one row and with three."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.models import Theme
from network.questions.actions import thank
from portal.shared.conversations.states import PostState
from stories.reactions.models import Reaction
from tests.factories.exchange_bridges import ExchangeFactory
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory
from tests.factories.questions import make_answer, make_question
from tests.factories.stories import CoachStoryFactory, InsightFactory, PilotReportFactory

# docs/evidence.md; the version of the site is in memory here, and one query more in the database.
ARTICLE, LIST, HOME, SEARCH = 10 - 1, 12 - 1, 15 - 1, 8 - 1


@pytest.fixture
def count(settle):
    """Count the queries of a page for a reader, warm and not from the kept pages."""

    def queries(path: str, client: Client) -> int:
        settle()
        client.get(path, headers={"Authorization": "uncached"})
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path, headers={"Authorization": "uncached"}).status_code == 200
            return len(captured)

    return queries


def add_rows(portal, number: int) -> None:
    """Put this many texts of each kind, with authors and reactions, from as many schools."""
    theme, _made = Theme.objects.get_or_create(slug="intervisie", defaults={"name": "Intervisie"})
    for _row in range(number):
        school, partner = InstitutionFactory(), InstitutionFactory()
        author = MemberFactory()
        story = CoachStoryFactory(parent=portal.stories, institution=school, contact=author)
        story.themes.add(theme)
        story.partners.add(partner)
        story.authors.create(member=author)
        story.save()
        Reaction.objects.create(page=story, member=author, text="Bij ons ook", state=PostState.VISIBLE)
        pilot = PilotReportFactory(parent=portal.pilots, institution=school)
        pilot.partners.add(partner)
        pilot.save()
        InsightFactory(parent=portal.insights)
        question = make_question(member=author, at=timezone.now())
        make_answer(question=question, at=timezone.now())
        ExchangeFactory(guest_institution=school, host_institution=partner)


@pytest.mark.parametrize(
    ("path", "budget"),
    [
        ("/", HOME),
        ("/verhalen/", LIST),
        ("/pilots/", LIST),
        ("/wat-werkt/", LIST),
        ("/aan-de-slag/", LIST),
        ("/scholen/", LIST),
        ("/netwerk/", LIST),
        ("/bruggen/", LIST),
        ("/vragen/", LIST),
        ("/zoeken/?q=ook", SEARCH),
    ],
)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(portal, count, path, budget):
    add_rows(portal, 1)
    one = count(path, Client())
    add_rows(portal, 2)
    assert (count(path, Client()), one <= budget) == (one, True)


@pytest.mark.parametrize("kind", ["stories", "pilots", "insights"])
def test_an_article_takes_as_many_queries_with_three_rows_around_it_as_with_one(portal, count, kind):
    add_rows(portal, 2)
    page = getattr(portal, kind).get_children().live().first()
    two = count(page.url, Client())
    add_rows(portal, 2)
    assert (count(page.url, Client()), two <= ARTICLE) == (two, True)


def add_answers(question, number: int) -> None:
    for _row in range(number):
        writer, reader = AffiliationFactory().member, MemberFactory()
        thank(answer=make_answer(question=question, member=writer, at=timezone.now()), member=reader, at=timezone.now())


def test_a_question_takes_as_many_queries_with_three_answers_as_with_one(portal, count):
    question = make_question(member=AffiliationFactory().member, at=timezone.now())
    add_answers(question, 1)
    one = count(question.get_absolute_url(), Client())
    add_answers(question, 2)
    assert count(question.get_absolute_url(), Client()) == one
