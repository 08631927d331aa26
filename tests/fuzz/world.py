"""A site with one of everything, who asks it things, and the address of every route."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from importlib import import_module
from urllib.parse import quote

import wagtail_factories
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from django.views import View
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from events.models import AgendaPage
from home.foundation.actions import ensure_site
from portal.shared.media.models import PortalDocument, PortalImage
from stories.insights.actions import propose_evidence
from stories.insights.states import SourceKind, Verdict
from stories.models import CoachStoryIndexPage, InsightIndexPage, PilotIndexPage, RouteIndexPage, Suggestion
from tests.answers import put_away
from tests.architecture.addresses import ADDRESSES
from tests.architecture.walk import Address, addresses
from tests.factories.events import MeetupFactory, OccurrenceFactory
from tests.factories.network import MemberFactory
from tests.factories.roots import make_root
from tests.factories.stories import CoachStoryFactory, InsightFactory, PilotReportFactory, RouteFactory
from tests.fuzz.forms import Form, read_forms
from tests.security.actors import (
    ANONYMOUS,
    EDITOR,
    LEADER,
    MEMBER,
    MODERATOR,
    OTHER,
    PROGRAMME,
    PROSPECT,
    make_belongings,
    make_people,
)
from tests.security.surfaces import PAGES
from tests.security.test_matrix import address as own_address

ADMIN = "administrator"
# MEMBER organises, coordinates a school and owns one of everything.
ACTORS = (ANONYMOUS, PROSPECT, MEMBER, OTHER, EDITOR, MODERATOR, LEADER, PROGRAMME, ADMIN)
DESK = "beheer/"
# Errors on purpose, a catch-all, and what needs outside parts to be well.
LEFT_OUT = {"beheer/failwhale/", "beheer/^.*/$", "readyz"}
BODY = [
    {"type": "text", "value": '<p>Een <b>tekst</b> met een <a href="https://example.org/">link</a>.</p>'},
    {"type": "quote", "value": {"text": "Een citaat", "name": "Noor"}},
]
_NAMED = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:(\w+):)?(\w+)>")


class PictureFactory(wagtail_factories.ImageFactory):
    class Meta:
        model = PortalImage


@dataclass
class World:
    """The site, its people with the sessions they signed in with, and what the forms of its pages ask."""

    place: dict[str, object]
    numbers: dict[str, object]
    pages: list[str]
    document: str
    sessions: dict[str, str] = field(default_factory=dict)
    _forms: dict[tuple[str, str], list[Form]] = field(default_factory=dict)
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @cached_property
    def routes(self) -> dict[str, Address]:
        """Every route of the URLconf but a few, by its own text; the first of two that read the same answers."""
        found: dict[str, Address] = {}
        for entry in addresses():
            if entry.route not in LEFT_OUT:
                found.setdefault(entry.route, entry)
        return found

    @cached_property
    def own_routes(self) -> list[str]:
        return [route for route in self.routes if not route.startswith((DESK, "styleguide/"))]

    @cached_property
    def desk_routes(self) -> list[str]:
        return [route for route in self.routes if route.startswith(DESK)]

    @cached_property
    def posting_routes(self) -> list[str]:
        """Give the addresses of ours that take a POST."""
        with undone():
            return [
                route for route in self.own_routes if self.ask(MEMBER, "POST", self.path(route, {})).status_code != 405
            ]

    @cached_property
    def posting_desk_routes(self) -> list[str]:
        """Give the addresses in /beheer/ that take a POST, as far as their classes tell."""
        return [
            route
            for route in self.desk_routes
            if hasattr(getattr(self.routes[route].view, "view_class", View), "post")
            or not hasattr(self.routes[route].view, "view_class")
        ]

    def names_in(self, route: str) -> list[str]:
        """Give the names of what a route takes from the address."""
        return [named or plain for named, _kind, plain in _NAMED.findall(route)]

    def path(self, route: str, given: dict[str, str]) -> str:
        """Give an address of a route, with what is given in place of its own samples."""
        if route == PAGES:
            return f"/{_quoted(given['page'])}" if "page" in given else self.pages[0]
        if route.startswith("documenten/^"):
            return f"/documenten/{_quoted(given.get('id', str(self.numbers['document_id'])))}/{self.document}"
        if given or route not in ADDRESSES:
            return self._filled(route, given)
        return own_address(self.place, route)

    def _filled(self, route: str, given: dict[str, str]) -> str:
        own = own_address(self.place, route).split("/") if route in ADDRESSES else []
        parts = []
        for place, part in enumerate(re.sub(r"[\^$\\]", "", route).split("/")):
            # What is not attacked keeps the sample, so that the rest of the view is reached.
            has_given = any(name in given for name in self.names_in(part))
            if own and not has_given and len(own) > place + 1:
                parts.append(own[place + 1])
            else:
                parts.append(_NAMED.sub(lambda match: self._sample(route, match, given), part))
        return "/" + "/".join(parts)

    def _sample(self, route: str, match: re.Match, given: dict[str, str]) -> str:
        name = match[1] or match[3]
        if name in given:
            return _quoted(given[name])
        if name == "pk" and route.startswith("beheer/pages/"):
            return self.numbers["page_id"]
        if name == "pk" and (model := _model_of(self.routes[route].view)) is not None:
            # Some lists are of things that are no rows.
            row = model._default_manager.order_by("pk").first() if hasattr(model, "_default_manager") else None
            return str(row.pk) if row else "1"
        return str(self.numbers.get(name, "1"))

    def forms(self, who: str, route: str) -> list[Form]:
        """Give the forms to post on the page of a route, as someone sees them; read once."""
        if (who, route) not in self._forms:
            response = self.ask(who, "GET", self.path(route, {}))
            kind = response.headers.get("Content-Type", "")
            html = response.content.decode() if kind.startswith("text/html") and not response.streaming else ""
            put_away(response)
            self._forms[who, route] = read_forms(html)
        return self._forms[who, route]

    def ask(self, who: str, method: str, path: str, **more):
        """Ask as someone with a fresh browser; an error of the site is an answer too."""
        self.browser.cookies.clear()
        self.browser.exc_info = None
        if who in self.sessions:
            self.browser.cookies["sessionid"] = self.sessions[who]
        return self.browser.generic(method, path, **more)


@contextmanager
def undone():
    """Undo in the end what is written, for a site that stands in a transaction itself."""
    block = transaction.atomic()
    # As in Django's own test cases: what must be an outermost transaction may be one here.
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="/")


def _model_of(view):
    model = getattr(view, "view_initkwargs", {}).get("model")
    # Wagtail names some of its own by their label.
    return apps.get_model(model) if isinstance(model, str) else model


def _make_search_table() -> None:
    """Make the table that Wagtail's search in /beheer/ reads on SQLite: a plain one where no migration ran."""
    if connection.vendor == "sqlite":
        migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE wagtailsearch_indexentry_fts")
            for step in migration.operations[-1].database_operations:
                cursor.execute(step.sql)


def make_world() -> World:
    """Make the site; inside a transaction, which undoes it."""
    at = timezone.now()
    _make_search_table()
    make_root()
    ensure_site(at=at)
    picture = PictureFactory(title="Foto", file__filename="foto.png")
    # Wagtail notes the size of a picture that has none when someone looks at it.
    picture.get_file_size()
    lists = {model: model.objects.get() for model in (CoachStoryIndexPage, InsightIndexPage, PilotIndexPage)}
    story = CoachStoryFactory(
        parent=lists[CoachStoryIndexPage], title="Een verhaal", slug="een-verhaal", picture=picture, body=BODY
    )
    revision = story.save_revision()
    insight = InsightFactory(parent=lists[InsightIndexPage])
    pilot = PilotReportFactory(parent=lists[PilotIndexPage])
    route = RouteFactory(parent=RouteIndexPage.objects.get())
    people = make_people()
    people[ADMIN] = MemberFactory(email="beheer@school.example", is_superuser=True)
    meetup = MeetupFactory(page__parent=AgendaPage.objects.get(), page__title="Open middag")
    OccurrenceFactory(meetup=meetup, starts_at=at + timedelta(days=20), seats_on_site=2)
    # With its size, as the form of an editor keeps it; without one, Wagtail writes it when someone reads.
    content = ContentFile(b"%PDF-1.4", name="lijst.pdf")
    document = PortalDocument.objects.create(title="Lijst", file=content, file_size=content.size)
    document.file.close()
    own = make_belongings(people[MEMBER], story)
    propose_evidence(
        insight=insight,
        source_kind=SourceKind.STORY,
        source_key=str(story.pk),
        verdict=Verdict.SUPPORTS,
        why="Zo ging het.",
        at=at,
    )
    suggestion = Suggestion.objects.create(page=story, kind="question", text="Klopt dit?", created_at=at)
    redirect = Redirect.objects.create(old_path="/oud", redirect_link="/nieuw/", site=Site.objects.get())
    page, index = str(story.pk), str(story.get_parent().pk)
    numbers = {
        **dict.fromkeys(("page_id", "page_to_move_id", "page_pk", "object_id"), page),
        **dict.fromkeys(("parent_page_id", "destination_id"), index),
        **dict.fromkeys(("content_type_app_name", "app_name"), "stories"),
        **dict.fromkeys(("content_type_model_name", "model_name"), "coachstorypage"),
        **dict.fromkeys(("document_id", "doc_id"), document.pk),
        "image_id": picture.pk,
        "app_label": "stories",
        "revision_id": revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "redirect_id": redirect.pk,
        "action": "delete",
        "action_name": "approve",
        "filter_spec": "original",
        "pk": suggestion.pk,
        "key": own.calendar.key,
        "provider_id": "school",
        "collection_id": "1",
    }
    shown = [story, insight, pilot, route, meetup.page, *Page.objects.filter(depth__lte=3, depth__gt=1).specific()]
    world = World(
        place={"people": people, "story": story, "own": own},
        numbers=numbers,
        pages=[each.url for each in shown if each.url],
        document=document.filename,
    )
    for who, member in people.items():
        if member is not None and who in ACTORS:
            # Who signs in where someone else was signed in ends that session.
            world.browser.cookies.clear()
            world.browser.force_login(member)
            world.sessions[who] = world.browser.cookies["sessionid"].value
    return world
