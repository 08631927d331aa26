"""What a change of synonyms would do: who would find what, before anything is saved."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.shared.audiences.rules import Viewer
from search.dutch.lexicon import Lexicon, bundled_rows
from search.dutch.models import SynonymGroup
from search.dutch.synonyms import current_lexicon
from search.effects.rules import Remark, changed_terms, remarks_on
from search.engines.choice import EMBEDDED, engine_in_step
from search.engines.interface import NO_FILTERS, Engine, EngineUnavailable, Sort
from search.index.models import Entry
from search.index.visibility import visible_entries
from search.results.understanding import understand

# Titles are compared for so many results of a word; of more, only the numbers.
MOST_COMPARED = 200
MOST_TERMS = 12
MOST_TITLES = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """What one viewer finds for one word, now and after the change, the best results first.

    `is_counted` says that only the numbers are known.
    """

    before: int
    after: int
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    more_gained: int = 0
    more_lost: int = 0
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class TermEffect:
    """What changes for one word, for the editor and for a visitor."""

    term: str
    editor: Difference
    visitor: Difference


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do, with remarks on the words; `left_out` words change too, but were not tried."""

    terms: tuple[TermEffect, ...]
    remarks: tuple[Remark, ...]
    left_out: int = 0
    replaces_bundled: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What one viewer finds: how many, and the titles by object, the best first."""

    total: int
    titles: dict[tuple[str, str], str]


def effect_of(group: SynonymGroup, *, viewer: Viewer) -> Effect:
    """Try a group that is not saved, against the index as it is.

    Parameters:
        group: As typed; it has a key when it is a change of one in use.
        viewer: The editor; the same is tried for someone who is not signed in.
    """
    present = list(SynonymGroup.objects.order_by("name"))
    others = [each.as_row() for each in present if each.pk != group.pk]
    previous = next((each.as_row() for each in present if each.pk == group.pk), None)
    row, replaces_bundled = group.as_row(), not present
    before, after = current_lexicon(), Lexicon.of([*others, row])
    # The list that comes with the portal is in use as long as there is no group: the first one puts it aside.
    known = [*others, *(bundled_rows() if replaces_bundled else ())]
    changed = changed_terms(before, after, row=row, previous=previous, others=known)
    tried = changed[:MOST_TERMS]
    engine = engine_in_step()[0]
    return Effect(
        terms=tuple(
            TermEffect(
                term=term,
                editor=_difference(term, before, after, viewer, engine),
                visitor=_difference(term, before, after, Viewer.anonymous(), engine),
            )
            for term in tried
        ),
        remarks=remarks_on(row, others),
        left_out=len(changed) - len(tried),
        replaces_bundled=replaces_bundled,
    )


def _difference(term: str, before: Lexicon, after: Lexicon, viewer: Viewer, engine: Engine) -> Difference:
    now = _found(term, before, viewer, engine)
    then = _found(term, after, viewer, engine)
    if max(now.total, then.total) > MOST_COMPARED:
        return Difference(before=now.total, after=then.total, is_counted=True)
    gained = [title for key, title in then.titles.items() if key not in now.titles]
    lost = [title for key, title in now.titles.items() if key not in then.titles]
    return Difference(
        before=now.total,
        after=then.total,
        gained=tuple(gained[:MOST_TITLES]),
        lost=tuple(lost[:MOST_TITLES]),
        more_gained=len(gained[MOST_TITLES:]),
        more_lost=len(lost[MOST_TITLES:]),
    )


def _found(term: str, lexicon: Lexicon, viewer: Viewer, engine: Engine) -> _Found:
    slices: Sequence[str] = viewer.slices()
    query = understand(term, lexicon=lexicon, slices=slices)
    if not query.terms:
        return _Found(0, {})
    options = {"slices": slices, "filters": NO_FILTERS, "page": 1, "page_size": MOST_COMPARED, "sort": Sort.RELEVANCE}
    try:
        results = engine.search(query, **options)
    except EngineUnavailable:
        results = EMBEDDED.search(query, **options)
    ids = [hit.entry_id for hit in results.hits]
    entries = {entry.pk: entry for entry in Entry.objects.among(ids, slices)}
    seen = visible_entries([entries[pk] for pk in ids if pk in entries], viewer)
    return _Found(
        total=results.total - (len(results.hits) - len(seen)),
        titles={(entry.kind, entry.object_key): entry.title for entry in seen},
    )
