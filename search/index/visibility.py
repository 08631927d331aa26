"""What a viewer may see of entries at this moment, asked of the subjects themselves."""

from collections import defaultdict
from collections.abc import Sequence

from portal.shared.audiences.rules import Viewer
from search.index import registry
from search.index.models import Entry


def visible_entries(entries: Sequence[Entry], viewer: Viewer) -> list[Entry]:
    """Keep what the viewer may see now, in the same order; one query per function that kinds share."""
    checks = {searchable.kind: searchable.visible_keys for searchable in registry.searchables()}
    wanted: dict[registry.VisibleKeys, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind in checks:
            wanted[checks[entry.kind]].add(entry.object_key)
    seen = {check: check(keys, viewer) for check, keys in wanted.items()}
    return [entry for entry in entries if entry.kind in checks and entry.object_key in seen[checks[entry.kind]]]
