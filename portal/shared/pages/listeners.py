"""Who wants to know, in the same transaction, that what readers see of a page changed (DECISIONS 1, 10).

The index of search is the first listener; portal.shared does not know it.
"""

from collections.abc import Callable, Iterable

PagesChanged = Callable[[Iterable[int]], None]

_listeners: list[PagesChanged] = []


def listen(listener: PagesChanged) -> None:
    """Have `listener` called with the ids of changed pages; called from an AppConfig.ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


def pages_changed(page_ids: Iterable[int]) -> None:
    """Tell every listener that these pages appeared, changed, moved, closed or went away."""
    ids = list(page_ids)
    for listener in _listeners:
        listener(ids)
