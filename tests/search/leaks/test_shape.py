"""What is asked keeps its shape: many restrictions, hidden members or schools make no question longer."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from elasticsearch import Elasticsearch
from wagtail.models import Page, PageViewRestriction

from network.members.models import FieldAudience, Member
from network.members.states import Standing
from portal.shared.audiences.rules import Viewer
from portal.shared.keys import new_key
from portal.shared.pages.listeners import pages_changed
from search.index.actions import index_object
from search.index.models import Entry
from search.index.registry import register, unregister
from search.results.choices import frequent_themes
from search.results.queries import answer
from search.results.suggesting import suggestions
from tests.factories.stories import CoachStoryFactory
from tests.search.conftest import MEMBER, Shelf, draft, follow
from tests.search.leaks.cast import make_world

RESTRICTIONS, HIDDEN, SCHOOLS = 1_100, 10_000, 1_000
VIEWERS = {"visitor": Viewer.anonymous(), "member": MEMBER}


def shape(sql: str) -> str:
    """Give a statement with every number and text alike, so that only what is asked is left, and how often."""
    return re.sub(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b", "?", sql)


def asked_of_database(viewer: Viewer) -> list[str]:
    """Give the shape of all that one question, one suggestion and the list of themes ask of the database."""
    with CaptureQueriesContext(connection) as queries:
        answer("zwalmvink", viewer=viewer)
        suggestions("zwalm", viewer=viewer)
        frequent_themes(viewer=viewer)
    return [shape(query["sql"]) for query in queries]


@pytest.fixture
def body(request, monkeypatch):
    """Catch what is sent to the server: the body of each search."""
    sent, send = [], Elasticsearch.perform_request

    def catch(self, *args, **kwargs):
        if "_search" in str(args):
            sent.append(shape(json.dumps(kwargs.get("body"), sort_keys=True)))
        return send(self, *args, **kwargs)

    monkeypatch.setattr(Elasticsearch, "perform_request", catch)
    return sent


def both(body, viewer: Viewer) -> tuple[list[str], list[str]]:
    """Give the shape of what is asked of the database and of the outside engine, if that answers."""
    body.clear()
    return asked_of_database(viewer), list(body)


@pytest.fixture
def world(portal, each_engine):
    made = make_world(portal)
    CoachStoryFactory(parent=portal.stories, title="Zwalmvink", slug="zwalmvink")
    pages_changed(Page.objects.descendant_of(portal.stories).values_list("pk", flat=True))
    PageViewRestriction.objects.create(page=portal.routes, restriction_type=PageViewRestriction.PASSWORD, password="x")
    follow()
    return made


@pytest.mark.parametrize("who", VIEWERS)
def test_restrictions_make_no_question_longer(world, body, who):
    one = both(body, VIEWERS[who])
    kinds = (PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS)
    PageViewRestriction.objects.bulk_create(
        PageViewRestriction(page=world.routes, restriction_type=kinds[number % 3], password="x")
        for number in range(RESTRICTIONS)
    )

    assert both(body, VIEWERS[who]) == one
    assert answer("zwalmvink", viewer=VIEWERS[who]).total == 1


@pytest.mark.thorough
@pytest.mark.parametrize("who", VIEWERS)
def test_hidden_members_make_no_question_longer(world, body, who):
    index_object("persoon", Member.objects.with_profile().get(pk=world.owner.pk))
    follow()
    one = both(body, VIEWERS[who])
    members = Member.objects.bulk_create(
        Member(email=f"verborgen{number}@school.example", given_name="Zwalmvink", standing=Standing.MEMBER)
        for number in range(HIDDEN)
    )
    FieldAudience.objects.bulk_create(
        FieldAudience(member=member, field=field, audience="only_me")
        for member in members
        for field in ("about", "title", "themes")
    )
    Entry.objects.bulk_create(
        Entry(
            kind="persoon",
            object_key=member.key,
            slice="members",
            title="Zwalmvink",
            url=f"/netwerk/{member.key}/",
            content_hash=new_key(),
        )
        for member in members
    )

    assert both(body, VIEWERS[who]) == one


@pytest.mark.thorough
def test_schools_make_no_question_longer(db, each_engine, body):
    shelf = Shelf("lid")
    register(shelf.searchable("lid", "leden"))
    try:
        shelf.put("een", "Zwalmvink", audience="institution:3")
        shelf.put("twee", "Zwalmvink", audience="institution:3")
        one = both(body, MEMBER)
        texts = [draft(f"institution:{number}", "Zwalmvink", body="x" * (number % 7)) for number in range(1, SCHOOLS)]
        shelf.put_drafts("een", *texts)
        shelf.put_drafts("twee", *texts)

        assert both(body, MEMBER) == one
        assert answer("zwalmvink", viewer=MEMBER).total == 2
    finally:
        unregister("lid")


@pytest.mark.thorough
def test_results_of_many_restrictions_are_those_of_the_open_ones(world):
    """One page in two is closed in one of three ways; each viewer finds what is theirs, and the counts say the same."""
    kinds = (PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD)
    pages = [
        CoachStoryFactory(parent=world.stories, title=f"Zwalmvink {number}", slug=f"nummer-{number}")
        for number in range(40)
    ]
    for number, page in enumerate(pages):
        if number % 2:
            PageViewRestriction.objects.create(page=page, restriction_type=kinds[number // 2 % 2], password="x")
    pages_changed([page.pk for page in pages])
    follow()

    totals = {who: answer("zwalmvink", viewer=viewer, at=timezone.now()).total for who, viewer in VIEWERS.items()}

    assert totals == {"visitor": 1 + 20, "member": 1 + 20 + 10}
