"""The vectors in the memory of a process: 10,000 take 20 MB, and are compared with a question in milliseconds."""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db import DatabaseError, connections
from django.db.models import Count, Max

from search.meaning.encoder import DIMENSIONS, MODEL
from search.meaning.models import EntryVector

logger = logging.getLogger("portal.search")

# How often a process asks whether there are new vectors.
REFRESH_SECONDS = 10.0
_BATCH = 500


@dataclass(frozen=True)
class _Held:
    """What is in memory: row by row the key of a vector, its audience slice, and its numbers. Never changed, only
    replaced.
    """

    stamp: tuple[int, int] = (0, 0)
    keys: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    slices: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    numbers: np.ndarray = field(default_factory=lambda: np.empty((0, DIMENSIONS), dtype="<f4"))
    codes: dict[str, int] = field(default_factory=dict)


class Vectors:
    """The vectors of one process. They are read beside, never while a page waits; whether one still holds is asked of
    the database, after.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held = _Held()
        self._read_again_at = 0.0

    def nearest(self, question: bytes, *, slices: Sequence[str], limit: int) -> list[tuple[int, float]]:
        """Give (key of a vector, similarity) of entries of these slices, nearest first; similarity is from -1 to 1."""
        if time.monotonic() >= self._read_again_at:
            self._read_again_at = time.monotonic() + REFRESH_SECONDS
            threading.Thread(target=self._read_beside, name="read-vectors", daemon=True).start()
        held = self._held
        codes = [held.codes[name] for name in slices if name in held.codes]
        rows = np.flatnonzero(np.isin(held.slices, codes))
        if not len(rows):
            return []
        # Comparing all and choosing after copies less than choosing before.
        similarity = (held.numbers @ np.frombuffer(question, dtype="<f4"))[rows]
        best = np.argsort(-similarity, kind="stable")[:limit]
        return [(int(held.keys[rows[at]]), float(similarity[at])) for at in best]

    def read_now(self) -> None:
        """Read what is new in the database, and wait for it. For commands and tests."""
        with self._lock:
            counted = EntryVector.objects.filter(model=MODEL).aggregate(count=Count("pk"), last=Max("pk"))
            stamp = (counted["count"], counted["last"] or 0)
            if stamp != self._held.stamp:
                self._held = _read(self._held, stamp)
            self._read_again_at = time.monotonic() + REFRESH_SECONDS

    def forget(self) -> None:
        """Forget all there is in memory."""
        with self._lock:
            self._held = _Held()

    def _read_beside(self) -> None:
        try:
            self.read_now()
        except DatabaseError:
            logger.exception("the vectors can't be read; what is in memory stays")
        finally:
            connections.close_all()


def _read(held: _Held, stamp: tuple[int, int]) -> _Held:
    """Drop what is gone and read what is new; a vector never changes under its key."""
    stored = EntryVector.objects.filter(model=MODEL)
    present = np.fromiter(stored.values_list("pk", flat=True).iterator(), dtype=np.int64)
    kept = np.isin(held.keys, present)
    missing = np.setdiff1d(present, held.keys)
    codes = dict(held.codes)
    keys, slices, numbers = [held.keys[kept]], [held.slices[kept]], [held.numbers[kept]]
    for at in range(0, len(missing), _BATCH):
        rows = list(
            stored.filter(pk__in=missing[at : at + _BATCH].tolist()).values_list("pk", "entry__slice", "values")
        )
        keys.append(np.array([pk for pk, _slice, _values in rows], dtype=np.int64))
        slices.append(np.array([codes.setdefault(name, len(codes)) for _pk, name, _values in rows], dtype=np.int32))
        joined = b"".join(bytes(values) for _pk, _slice, values in rows)
        numbers.append(np.frombuffer(joined, dtype="<f4").reshape(-1, DIMENSIONS))
    return _Held(stamp, np.concatenate(keys), np.concatenate(slices), np.concatenate(numbers), codes)


VECTORS = Vectors()
