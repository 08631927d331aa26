"""Compares the entries with what the subjects say now, by key and fingerprint."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.index import registry
from search.index.drafts import EntryDraft
from search.index.models import Entry
from search.index.rules import content_hash, from_narrow_to_wide


class Reason(models.TextChoices):
    """Why an object's entries are not what they should be."""

    MISSING = "missing", _("missing")
    STALE = "stale", _("out of date")
    GHOST = "ghost", _("should not be findable")


@dataclass(frozen=True, slots=True)
class Difference:
    """One object whose entries differ from the database."""

    kind: str
    object_key: str
    reason: Reason


def fingerprints(kind: str, drafts: Iterable[EntryDraft]) -> dict[str, str]:
    """Give the fingerprint per slice that an object's entries should have."""
    ordered = from_narrow_to_wide(drafts)
    slices = [draft.slice for draft in ordered]
    return {
        draft.slice: content_hash(kind, draft, slices[:width], slices[width + 1 :])
        for width, draft in enumerate(ordered)
    }


def differences() -> list[Difference]:
    """List every object whose entries differ from the database: missing, out of date, or not to be found at all."""
    present: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    rows = Entry.objects.values_list("kind", "object_key", "slice", "content_hash")
    for kind, key, name, fingerprint in rows.iterator():
        present[kind, key][name] = fingerprint
    found = []
    for searchable in registry.searchables():
        for obj in searchable.all_objects():
            key = searchable.key_of(obj)
            wanted = fingerprints(searchable.kind, registry.drafts_of(searchable, obj))
            stored = present.pop((searchable.kind, key), {})
            if wanted != stored:
                found.append(Difference(searchable.kind, key, _reason(wanted, stored)))
    ghosts = [Difference(kind, key, Reason.GHOST) for kind, key in present]
    return sorted([*found, *ghosts], key=lambda one: (one.kind, one.object_key))


def _reason(wanted: dict[str, str], stored: dict[str, str]) -> Reason:
    if not wanted or stored.keys() - wanted.keys():
        return Reason.GHOST
    return Reason.MISSING if wanted.keys() - stored.keys() else Reason.STALE
