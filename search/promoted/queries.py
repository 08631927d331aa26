"""What stands above the results of a question, for one viewer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import remembered
from search.index import registry
from search.index.models import Entry
from search.index.visibility import visible_entries
from search.promoted.models import PromotedResult, lines_of
from search.promoted.rules import Pick, Words, kind_and_key, running, words_of


@dataclass(frozen=True, slots=True)
class PromotedHit:
    """One promoted thing as shown, with the editors' line of why."""

    kind: str
    kind_label: Any
    object_key: str
    title: str
    url: str
    reason: str


def promoted_for(question: str, *, viewer: Viewer, on: date) -> tuple[PromotedHit, ...]:
    """Give what editors promoted for a question and the viewer may see, at most three.

    Without a promotion for the question this asks the database nothing that isn't remembered.

    Parameters:
        question: As typed, or as it was corrected.
        on: Today.
    """
    picks = running(remembered("search-promotions", _picks).get(words_of(question), ()), on=on)
    if not picks:
        return ()
    found = Entry.objects.of_objects([(pick.kind, pick.object_key) for pick in picks], viewer.slices())
    shown = {(entry.kind, entry.object_key): entry for entry in visible_entries(list(found), viewer)}
    chosen = [(pick, shown.get((pick.kind, pick.object_key))) for pick in picks]
    return tuple(
        PromotedHit(
            kind=entry.kind,
            kind_label=registry.searchable_of(entry.kind).label,
            object_key=entry.object_key,
            title=entry.title,
            url=entry.url,
            reason=pick.reason,
        )
        for pick, entry in chosen
        if entry is not None
    )


def _picks() -> dict[Words, tuple[Pick, ...]]:
    """Give all picks by the words of their questions; there are some dozens."""
    found: dict[Words, list[Pick]] = defaultdict(list)
    results = PromotedResult.objects.select_related("promotion").order_by("promotion_id", "sort_order", "pk")
    for result in results:
        promotion, (kind, key) = result.promotion, kind_and_key(result.thing)
        pick = Pick(kind, key, result.reason, promotion.starts_on, promotion.ends_on)
        for words in {words_of(line) for line in lines_of(promotion.questions)}:
            if words:
                found[words].append(pick)
    return {words: tuple(picks) for words, picks in found.items()}
