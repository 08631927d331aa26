"""The five kinds of people who look, and what each of them knows before anything private is there."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from network.members.states import EDITORS, AffiliationState
from network.members.viewers import viewer_of_member
from network.models import Member
from portal.shared.audiences.rules import Viewer
from search.index.actions import sync_engines
from search.index.models import Entry
from search.related.actions import relate_changed
from stories.models import PilotReportPage
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory, ThemeFactory
from tests.factories.texts import PUBLISHED_AT

# Stands in everything that is private, and in nothing else.
MARKER = "zwalmvink"
# Stands in what is private and in one open text too: what counts and passages could give away.
SHARED = "gezamenlijkheid"

ANONYMOUS, COLLEAGUE, OTHER, EDITOR, OWNER = "anonymous", "same school", "other school", "editor", "owner"
NOBODY: frozenset[str] = frozenset()
MEMBERS = frozenset({COLLEAGUE, OTHER, EDITOR, OWNER})
SCHOOL = frozenset({COLLEAGUE, OWNER})
ALL = MEMBERS | {ANONYMOUS}


@dataclass
class Looker:
    """Someone who looks: as a browser, and as search knows them."""

    name: str
    member: Member | None
    browser: Client = field(default_factory=Client)

    @property
    def viewer(self) -> Viewer:
        """Who this is to search today."""
        if self.member is None:
            return Viewer.anonymous()
        return viewer_of_member(Member.objects.get(pk=self.member.pk), on=timezone.localdate())

    @property
    def email(self) -> str:
        return self.member.email if self.member else ""


def word(part: str) -> str:
    """Give the word that holds the marker in one part of a thing: its title, its text."""
    return f"{MARKER}{part}"


def follow() -> None:
    """Do what the worker does after each change."""
    sync_engines(at=timezone.now())
    relate_changed(at=timezone.now(), seconds=60)


def remember(world) -> None:
    """Note what search knows of the thing, as someone would who saw it: it can be asked for later, by its key."""
    named = Entry.objects.filter(title__icontains=MARKER).values_list("kind", "object_key")
    world.known.update(named)


def make_world(portal) -> SimpleNamespace:
    """Give two schools, the five who look, and one open text that holds the shared word."""
    school, elsewhere = InstitutionFactory(slug="lindenwaard"), InstitutionFactory(slug="waddenkust")
    people = {
        ANONYMOUS: None,
        COLLEAGUE: _colleague(school, "Coba"),
        OTHER: _colleague(elsewhere, "Otto"),
        EDITOR: MemberFactory(given_name="Renske", family_name="Redactie"),
        OWNER: _colleague(school, "Eigenares"),
    }
    people[EDITOR].groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    lookers = [Looker(name, member) for name, member in people.items()]
    for looker in lookers:
        if looker.member is not None:
            looker.browser.force_login(looker.member)
    world = SimpleNamespace(
        **vars(portal),
        school=school,
        lookers=lookers,
        owner=people[OWNER],
        editor=people[EDITOR],
        approver=MemberFactory(given_name="Mo"),
        known=set(),
        open_theme=ThemeFactory(slug="openbaar", name="Openbaar"),
        theme=ThemeFactory(slug=MARKER, name=word("thema").title()),
    )
    world.open_text = _open_text(world)
    follow()
    return world


def _colleague(school, name: str) -> Member:
    member = MemberFactory(given_name=name, family_name="Waard")
    AffiliationFactory(member=member, institution=school, state=AffiliationState.CONFIRMED)
    return member


def _open_text(world) -> PilotReportPage:
    page = PilotReportPage(
        title="Open verslag",
        lead="Wat iedereen leest.",
        question="Wat weet iedereen?",
        appendix=[{"type": "text", "value": f"<p>Alles over {SHARED}.</p>"}],
        first_published_at=PUBLISHED_AT,
        live=False,
    )
    world.pilots.add_child(instance=page)
    page.themes.set([world.open_theme])
    page.save_revision(user=world.owner).publish(user=world.approver, skip_permission_checks=True)
    return PilotReportPage.objects.get(pk=page.pk)
