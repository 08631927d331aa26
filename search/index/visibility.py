"""The last look before something is shown: may this viewer see it now?"""

from collections import defaultdict
from collections.abc import Iterable

from portal.shared.audiences.rules import Viewer
from search.index import registry
from search.index.models import Entry


def still_visible(entries: Iterable[Entry], viewer: Viewer) -> list[Entry]:
    """Keep the entries whose objects the viewer may see at this moment, in their order.

    One query per way of asking the database; kinds that share one, such as all pages, are asked about together.
    """
    entries = list(entries)
    checks = {searchable.kind: searchable.visible_keys for searchable in registry.searchables()}
    wanted: dict[registry.VisibleKeys, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind in checks:
            wanted[checks[entry.kind]].add(entry.object_key)
    seen = {check: check(keys, viewer) for check, keys in wanted.items()}
    return [entry for entry in entries if entry.kind in checks and entry.object_key in seen[checks[entry.kind]]]
