"""Works out what is related, in the worker: soon after a change, and anew when a day has gone by."""

import logging
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from search.index import registry
from search.index.models import Entry
from search.related.finding import Corpus, related_to
from search.related.models import RelatedEntry, RelatedMark
from search.related.querysets import outdated, stale

logger = logging.getLogger("portal.search")

# So many entries are looked up for one round; the time ends it sooner where each takes long.
MOST_PER_ROUND = 300
RENEWED_AFTER = timedelta(days=1)
_AT_ONCE = 50


def relate_changed(
    *, at: datetime, seconds: float, most: int = MOST_PER_ROUND, clock: Callable[[], float] = time.monotonic
) -> int:
    """Work out what is related to changed entries, and again what is to those that they now fit.

    Nothing has to be told here: an entry that changed has a version that no mark names. The ones they now fit come
    first in `relate_anew` when there is no time for them.

    Parameters:
        at: Now.
        seconds: Begin no further entry after this time, changed or not; the rest is for the next call.
        most: So many changed entries at most.
        clock: Gives seconds; only differences count.

    Returns:
        How many changed entries were done.
    """
    until = clock() + seconds
    kinds = [one.kind for one in registry.searchables() if one.is_related or one.shows_related]
    changed = list(stale(Entry.objects.all(), kinds).values_list("pk", flat=True)[:most])
    if not changed:
        return 0
    this_round = _Round(at=at, corpus=Corpus.now(), until=until, clock=clock)
    found = this_round.relate(changed, changed=frozenset(changed))
    neighbours = set().union(*found.values()).difference(changed)
    this_round.relate(sorted(neighbours))
    return len(found)


def relate_anew(
    *, at: datetime, seconds: float, most: int = MOST_PER_ROUND, clock: Callable[[], float] = time.monotonic
) -> int:
    """Work out anew what was worked out a day ago: what is rare, and what is over, changes without a change here.

    What was done longest ago comes first, so that each is done about once a day, in small rounds.

    Parameters:
        at: Now.
        seconds: Begin no further entry after this time; the rest is for the next call.
        most: So many entries at most.
        clock: Gives seconds; only differences count.

    Returns:
        How many entries were done.
    """
    until = clock() + seconds
    kinds = [one.kind for one in registry.searchables() if one.shows_related]
    rows = outdated(Entry.objects.all(), kinds, before=at - RENEWED_AFTER).values_list("pk", flat=True)
    old = list(rows[:most])
    if not old:
        return 0
    return len(_Round(at=at, corpus=Corpus.now(), until=until, clock=clock).relate(old))


@dataclass(frozen=True)
class _Round:
    """One round of the clock: its moment, what scores are measured against, and when it is over."""

    at: datetime
    corpus: Corpus
    until: float
    clock: Callable[[], float]

    def relate(self, ids: list[int], *, changed: Collection[int] = ()) -> dict[int, set[int]]:
        """Work out the rows of these entries while there is time; give what fits each one that was done.

        What fits an entry of `changed`, and is not itself in it, is made due again.
        """
        found: dict[int, set[int]] = {}
        for start in range(0, len(ids), _AT_ONCE):
            batch = ids[start : start + _AT_ONCE]
            rows = {
                row.pk: row
                for row in Entry.objects.filter(pk__in=batch).select_related("text").prefetch_related("facets")
            }
            for entry in (rows[pk] for pk in batch if pk in rows):
                if self.clock() >= self.until:
                    return found
                scores = related_to(entry, self.corpus, at=self.at)
                found[entry.pk] = set(scores)
                due = scores.keys() - changed if entry.pk in changed else ()
                _keep(entry, scores, due=due, at=self.at)
        return found


def _keep(entry: Entry, scores: dict[int, float], *, due: Collection[int], at: datetime) -> None:
    """Write what differs, so that pages that were kept stay when nothing does; make others due in the same moment.

    So the others are not forgotten when the round ends, or the worker stops, before it came to them.
    """
    try:
        with transaction.atomic():
            present = dict(RelatedEntry.objects.filter(entry=entry).values_list("other", "score"))
            gone = present.keys() - scores.keys()
            if gone:
                RelatedEntry.objects.filter(entry=entry, other__in=gone).delete()
            _write(RelatedEntry(entry=entry, other_id=pk, score=score) for pk, score in scores.items()
                   if present.get(pk) != score)  # fmt: skip
            RelatedMark.objects.update_or_create(entry=entry, defaults={"version": entry.version, "renewed_at": at})
            if due:
                # Older than all that is due only by its age.
                RelatedMark.objects.filter(entry__in=due).update(renewed_at=at - 2 * RENEWED_AFTER)
    except IntegrityError:
        # One of them was taken away meanwhile; the next round finds what there is then.
        logger.info("related entries of %s are worked out again: one was taken away meanwhile", entry)


def _write(rows: Iterable[RelatedEntry]) -> None:
    RelatedEntry.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["entry", "other"], update_fields=["score"]
    )
