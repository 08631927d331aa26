"""A list that subjects fill and others read, so that neither imports the other (DECISIONS 13)."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class AlreadyRegistered(Exception):
    """Two entries claim one name."""

    def __init__(self, registry: str, name: str) -> None:
        super().__init__(f"{registry}: {name!r} is registered already. Give each entry its own name.")


class NotRegistered(LookupError):
    """Nothing stands under this name."""

    def __init__(self, registry: str, name: str, known: list[str]) -> None:
        super().__init__(f"{registry}: nothing is registered as {name!r}; known are {known}.")


class Registry(Generic[Entry]):
    """Named entries, each registered once, read by `position` and then by name.

    The order doesn't depend on which app loads first, so that pages and exports list alike everywhere.
    """

    def __init__(self, label: str) -> None:
        self.label = label
        self._entries: dict[str, tuple[int, Entry]] = {}

    def __iter__(self) -> Iterator[Entry]:
        return iter(entry for _position, _name, entry in self._sorted())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def register(self, name: str, entry: Entry, *, position: int = 100) -> Entry:
        """Add an entry; the same object twice is harmless (a module may be loaded again).

        Parameters:
            name: Unique in this registry, e.g. "coach_stories".
            entry: What readers of the registry call.
            position: Lower stands earlier; equal positions are ordered by name.

        Returns:
            The entry, so that a class or function can be registered where it is defined.

        Raises:
            AlreadyRegistered: Another entry has this name.
        """
        if name in self._entries and self._entries[name][1] is not entry:
            raise AlreadyRegistered(self.label, name)
        self._entries[name] = (position, entry)
        return entry

    def get(self, name: str) -> Entry:
        """Give the entry of this name.

        Raises:
            NotRegistered: There is none.
        """
        try:
            return self._entries[name][1]
        except KeyError:
            raise NotRegistered(self.label, name, self.names()) from None

    def unregister(self, name: str) -> None:
        """Take an entry out, for tests that add their own; an unknown name is harmless."""
        self._entries.pop(name, None)

    def names(self) -> list[str]:
        """List the names in reading order."""
        return [name for _position, name, _entry in self._sorted()]

    def items(self) -> list[tuple[str, Entry]]:
        """List (name, entry) in reading order."""
        return [(name, entry) for _position, name, entry in self._sorted()]

    def _sorted(self) -> list[tuple[int, str, Entry]]:
        rows = [(position, name, entry) for name, (position, entry) in self._entries.items()]
        return sorted(rows, key=lambda row: row[:2])
