"""Kinds of content that exist only here: search itself knows none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.utils import timezone

from portal.shared.audiences.rules import Viewer
from search.index import registry
from search.index.actions import forget_object, index_object, sync_engines
from search.index.drafts import EntryDraft, FacetValue
from search.index.registry import Searchable
from search.meaning.readiness import make_ready

MEMBER = Viewer(member_key="noor", is_member=True, institution_ids=frozenset({3}))
OTHER_SCHOOL = Viewer(member_key="femke", is_member=True, institution_ids=frozenset({7}))
ANONYMOUS = Viewer.anonymous()
TESTING = FacetValue("digitaal-toetsen", "Digitaal toetsen")
BLENDED = FacetValue("blended", "Blended leren")
LINDE = FacetValue("lindenwaard", "Lindenwaard College")
WADDEN = FacetValue("waddenkust", "Waddenkust College")


def draft(audience: str = "everyone", title: str = "", url: str = "/x/", **content) -> EntryDraft:
    return EntryDraft(slice=audience, title=title, url=url, **content)


@dataclass
class Shelf:
    """Objects of one kind: the drafts they have by key, and the keys hidden since they were indexed."""

    kind: str
    drafts: dict[str, list[EntryDraft]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def searchable(self, label: str, label_plural: str) -> Searchable:
        return Searchable(
            kind=self.kind,
            label=label,
            label_plural=label_plural,
            key_of=str,
            entries_for=lambda key: self.drafts.get(key, []),
            all_objects=lambda: list(self.drafts),
            visible_keys=self.visible_keys,
        )

    def visible_keys(self, keys, viewer: Viewer) -> set[str]:
        held = set(viewer.slices())
        return {
            key
            for key in keys
            if key not in self.hidden and any(draft.slice in held for draft in self.drafts.get(key, []))
        }

    def put(self, key: str, title: str, audience: str = "everyone", **content) -> None:
        """Index one object that has one entry."""
        self.put_drafts(key, draft(audience, title=title, url=f"/{self.kind}/{key}/", **content))

    def fill(self, key: str, title: str) -> None:
        """Index one of many objects; the test follows once, at the end."""
        self.drafts[key] = [draft(title=title, url=f"/{self.kind}/{key}/")]
        index_object(self.kind, key)

    def put_drafts(self, key: str, *drafts: EntryDraft) -> None:
        self.drafts[key] = list(drafts)
        index_object(self.kind, key)
        follow_outside()

    def remove(self, key: str) -> None:
        del self.drafts[key]
        forget_object(self.kind, key)
        follow_outside()


@pytest.fixture
def _empty_registry() -> Iterator[None]:
    """Search over our own kinds only, whatever the apps have registered."""
    present = registry.searchables()
    for searchable in present:
        registry.unregister(searchable.kind)
    yield
    for searchable in registry.searchables():
        registry.unregister(searchable.kind)
    for searchable in present:
        registry.register(searchable)


@pytest.fixture
def stories(db, _empty_registry) -> Shelf:
    shelf = Shelf("verhaal")
    registry.register(shelf.searchable("verhaal", "verhalen"))
    return shelf


@pytest.fixture
def people(db, _empty_registry) -> Shelf:
    shelf = Shelf("lid")
    registry.register(shelf.searchable("lid", "leden"))
    return shelf


def follow() -> None:
    """Do what the worker does after each change."""
    sync_engines(at=timezone.now())


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=timezone.get_default_timezone())


def follow_outside() -> None:
    """Bring the outside engine up to date, where a test has one."""
    if registry.sinks().keys() & {"elasticsearch", "opensearch"}:
        follow()


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def each_engine(request) -> str:
    """Run the test on both engines."""
    if request.param == "elasticsearch":
        request.getfixturevalue("elasticsearch")
    return request.param


@pytest.fixture
def meaning(db, settings, monkeypatch):
    """Switch search by meaning on; before the engine makes its index, whose form depends on it."""
    # numpy, which only the extra brings.
    from search.meaning import vectors  # noqa: PLC0415

    settings.PORTAL_SEARCH_MEANING = True
    # Another thread would see another database.
    monkeypatch.setattr(vectors, "REFRESH_SECONDS", 3600.0)
    vectors.VECTORS.forget()
    assert make_ready()
