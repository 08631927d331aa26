"""What is offered while someone types: titles of texts and people, and themes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from portal.shared.audiences.rules import Viewer
from search.dutch.words import tokenise
from search.engines.choice import EMBEDDED, engine_in_step
from search.engines.interface import Engine, EngineUnavailable
from search.index import registry
from search.index.models import Entry, EntryFacet, FacetName
from search.index.visibility import visible_entries
from search.results.choices import Choice, all_labels
from search.results.rules import LOOKED_AT, MOST_PEOPLE, MOST_SUGGESTIONS, MOST_THEMES, SHORTEST_SUGGESTION


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One title offered while someone types."""

    title: str
    url: str
    kind_label: Any
    offered: registry.Offered = registry.Offered.PAGES


def suggestions(text: str, *, viewer: Viewer, kind: str = "", engine: Engine | None = None) -> tuple[Suggestion, ...]:
    """Give at most eight titles that hold what is typed so far, of what the viewer may see; people to members only.

    Parameters:
        text: What is typed so far.
        kind: Only of this kind; any when empty.
        engine: The engine to ask; the one of the settings when left out.
    """
    words = _typed(text)
    if not words:
        return ()
    chosen, slices = engine or engine_in_step()[0], viewer.slices()
    try:
        ids = chosen.suggest(words, slices=slices, limit=LOOKED_AT, kind=kind)
    except EngineUnavailable:
        ids = EMBEDDED.suggest(words, slices=slices, limit=LOOKED_AT, kind=kind)
    found = {entry.pk: entry for entry in Entry.objects.among(ids, slices)}
    room = {registry.Offered.PAGES: MOST_SUGGESTIONS, registry.Offered.PEOPLE: MOST_PEOPLE if viewer.is_member else 0}
    offered = []
    for entry in visible_entries([found[pk] for pk in ids if pk in found], viewer):
        searchable = registry.searchable_of(entry.kind)
        if room[searchable.offered]:
            room[searchable.offered] -= 1
            offered.append(Suggestion(entry.title, entry.url, searchable.label, searchable.offered))
    people = [one for one in offered if one.offered == registry.Offered.PEOPLE]
    pages = [one for one in offered if one.offered == registry.Offered.PAGES]
    return (*pages[: MOST_SUGGESTIONS - len(people)], *people)


def suggested_themes(text: str, *, viewer: Viewer) -> tuple[Choice, ...]:
    """Give at most two themes whose name holds what is typed so far, with what the viewer finds about them."""
    words = _typed(text)
    if not words:
        return ()
    named = {}
    for (name, value), label in all_labels().items():
        if name == FacetName.THEME and _holds([token.forms.plain for token in tokenise(label)], words):
            named[value] = label
    if not named:
        return ()
    kinds = [searchable.kind for searchable in registry.searchables()]
    entries = Entry.objects.for_slices(viewer.slices()).filter(kind__in=kinds)
    facets = EntryFacet.objects.filter(name=FacetName.THEME, value__in=named, entry__in=entries)
    counts = facets.values_list("value").annotate(entries=Count("pk")).order_by("-entries", "value")[:MOST_THEMES]
    return tuple(Choice(value=value, label=named[value], count=count) for value, count in counts)


def _typed(text: str) -> list[str]:
    words = [token.forms.plain for token in tokenise(text[:100])][:6]
    return words if len("".join(words)) >= SHORTEST_SUGGESTION else []


def _holds(label: Sequence[str], words: Sequence[str]) -> bool:
    """Say whether a name has all words, the last one as a beginning."""
    return set(words[:-1]) <= set(label) and any(word.startswith(words[-1]) for word in label)
