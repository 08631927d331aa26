"""Works out what is related, in the worker: soon after a change, and all of it anew in the night."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from search.index import registry
from search.index.models import Entry
from search.related.finding import Corpus, related_to
from search.related.models import RelatedEntry, RelatedMark
from search.related.querysets import outdated, stale

logger = logging.getLogger("portal.search")

# One round of the clock; what is left waits for the next one.
MOST_PER_ROUND = 300
MOST_PER_NIGHT = 5000
RENEWED_AFTER = timedelta(hours=20)
_AT_ONCE = 50


def relate_changed(*, at: datetime, most: int = MOST_PER_ROUND) -> int:
    """Work out what is related to changed entries, and again what is to those that they now fit.

    Nothing has to be told here: an entry that changed has a version that no mark names.

    Returns:
        How many changed entries were done.
    """
    kinds = [one.kind for one in registry.searchables() if one.is_related or one.shows_related]
    changed = list(stale(Entry.objects.all(), kinds).values_list("pk", flat=True)[:most])
    if not changed:
        return 0
    neighbours = _relate(changed, Corpus.now(), at=at) - set(changed)
    _relate(sorted(neighbours), Corpus.now(), at=at)
    return len(changed)


def relate_anew(*, at: datetime, most: int = MOST_PER_NIGHT) -> int:
    """Work out anew what was worked out a day ago: what is rare, and what is over, changes without a change here.

    Returns:
        How many entries were done.
    """
    kinds = [one.kind for one in registry.searchables() if one.shows_related]
    rows = outdated(Entry.objects.all(), kinds, before=at - RENEWED_AFTER).values_list("pk", flat=True)
    old = list(rows[:most])
    _relate(old, Corpus.now(), at=at)
    return len(old)


def _relate(ids: list[int], corpus: Corpus, *, at: datetime) -> set[int]:
    """Work out the rows of these entries; give everything that was found to fit them."""
    found: set[int] = set()
    for start in range(0, len(ids), _AT_ONCE):
        rows = Entry.objects.filter(pk__in=ids[start : start + _AT_ONCE]).select_related("text")
        for entry in rows.prefetch_related("facets").order_by("pk"):
            scores = related_to(entry, corpus, at=at)
            found |= scores.keys()
            _keep(entry, scores, at=at)
    return found


def _keep(entry: Entry, scores: dict[int, float], *, at: datetime) -> None:
    """Write what differs, so that pages that were kept stay when nothing does."""
    try:
        with transaction.atomic():
            present = dict(RelatedEntry.objects.filter(entry=entry).values_list("other", "score"))
            gone = present.keys() - scores.keys()
            if gone:
                RelatedEntry.objects.filter(entry=entry, other__in=gone).delete()
            _write(RelatedEntry(entry=entry, other_id=pk, score=score) for pk, score in scores.items()
                   if present.get(pk) != score)  # fmt: skip
            RelatedMark.objects.update_or_create(entry=entry, defaults={"version": entry.version, "renewed_at": at})
    except IntegrityError:
        # One of them was taken away meanwhile; the next round finds what there is then.
        logger.info("related entries of %s are worked out again: one was taken away meanwhile", entry)


def _write(rows: Iterable[RelatedEntry]) -> None:
    RelatedEntry.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["entry", "other"], update_fields=["score"]
    )
