"""Compares the entries with what the subjects say now, by key and fingerprint."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.index import registry
from search.index.drafts import EntryDraft
from search.index.models import Entry
from search.index.rules import content_hash, from_narrow_to_wide

BATCH = 200


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
    """List every object whose entries differ from the database: missing, out of date, or not to be found at all.

    Read in batches: neither all objects nor all entries are ever held at once.
    """
    found = []
    for searchable in registry.searchables():
        seen: set[str] = set()
        for batch in registry.in_batches(searchable.all_objects(), searchable, size=BATCH):
            found += _differing(searchable, [obj for _position, obj in batch])
            seen |= {searchable.key_of(obj) for _position, obj in batch}
        known = Entry.objects.filter(kind=searchable.kind).order_by().values_list("object_key", flat=True).distinct()
        found += [Difference(searchable.kind, key, Reason.GHOST) for key in known.iterator() if key not in seen]
    kinds = [searchable.kind for searchable in registry.searchables()]
    strange = Entry.objects.exclude(kind__in=kinds).order_by().values_list("kind", "object_key").distinct()
    found += [Difference(kind, key, Reason.GHOST) for kind, key in strange]
    return sorted(found, key=lambda one: (one.kind, one.object_key))


def stored_fingerprints(kind: str, keys: Collection[str]) -> dict[str, dict[str, str]]:
    """Give the fingerprint per slice that each of these objects has in the index; one query."""
    stored: dict[str, dict[str, str]] = {key: {} for key in keys}
    rows = Entry.objects.filter(kind=kind, object_key__in=list(keys))
    for key, name, fingerprint in rows.values_list("object_key", "slice", "content_hash"):
        stored[key][name] = fingerprint
    return stored


def _differing(searchable: registry.Searchable, objects: list[Any]) -> list[Difference]:
    keys = [searchable.key_of(obj) for obj in objects]
    # Read before the objects are looked at again: a change in between shows as a difference, never as none.
    stored = stored_fingerprints(searchable.kind, keys)
    found = []
    for key, drafts in zip(keys, registry.drafts_of_all(searchable, objects), strict=True):
        wanted = fingerprints(searchable.kind, drafts)
        if wanted != stored[key]:
            found.append(Difference(searchable.kind, key, _reason(wanted, stored[key])))
    return found


def _reason(wanted: dict[str, str], stored: dict[str, str]) -> Reason:
    if not wanted or stored.keys() - wanted.keys():
        return Reason.GHOST
    return Reason.MISSING if wanted.keys() - stored.keys() else Reason.STALE
