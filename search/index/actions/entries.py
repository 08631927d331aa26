"""Writes entries. Subjects call `index_object` and `forget_object` inside their own transaction."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from search.index import registry
from search.index.drafts import EntryDraft
from search.index.fulltext import analyse, write_texts
from search.index.models import EngineTask, Entry, EntryFacet, EntryText, FacetLabel, FacetName
from search.index.rules import WHOLE_AUDIENCES, content_hash, from_narrow_to_wide

_UPDATED = [
    "width",
    "has_wider",
    "boost",
    "happens_at",
    "published_at",
    "updated_at",
    "version",
    "content_hash",
    "supersedes",
    "superseded_by",
    "title",
    "url",
    "summary",
]


def index_object(kind: str, obj: Any) -> bool:
    """Bring the entries of one object up to date. Call it in the transaction that changes the object.

    Nothing outside the database is touched; outside engines hear of it from the task row (DECISIONS 1).

    Returns:
        Whether anything was written; False when the entries already say the same.

    Raises:
        UnknownKind: No subject has registered the kind.
    """
    return index_objects(kind, [obj]) > 0


def index_objects(kind: str, objects: Collection[Any]) -> int:
    """Bring the entries of many objects of one kind up to date, in as many statements as for one.

    As `index_object`; for a rebuild, and for what is loaded in bulk.

    Parameters:
        kind: What they are.
        objects: Some hundreds at most: the transaction holds the lock of SQLite for as long as their texts take.

    Returns:
        Of how many objects something was written.

    Raises:
        UnknownKind: No subject has registered the kind.
    """
    searchable = registry.searchable_of(kind)
    drafts = zip(objects, registry.drafts_of_all(searchable, objects), strict=True)
    with registry.in_language_of_site():
        return _store(kind, {searchable.key_of(obj): found for obj, found in drafts})


def forget_object(kind: str, object_key: str) -> bool:
    """Take an object out of the index, for all viewers. Call it in the transaction that hides or deletes it.

    Returns:
        Whether it had entries.
    """
    return _store(kind, {object_key: []}) > 0


def forget_objects(*, kinds: Collection[str], keys: Collection[str]) -> int:
    """Take many objects out of the index at once, for all viewers, in the transaction that hides or deletes them.

    Parameters:
        kinds: Of which kinds; an object is of one of them.
        keys: Keys of the objects; those without entries change nothing.

    Returns:
        How many objects had entries.
    """
    with transaction.atomic():
        rows = Entry.objects.filter(kind__in=kinds, object_key__in=keys).order_by("pk").select_for_update()
        pairs = dict.fromkeys(rows.values_list("kind", "object_key"))
        if not pairs:
            return 0
        Entry.objects.filter(kind__in=kinds, object_key__in=keys).delete()
        now = timezone.now()
        EngineTask.objects.bulk_create(
            EngineTask(kind=kind, object_key=object_key, due_at=now) for kind, object_key in pairs
        )
        _wake_once()
    return len(pairs)


def rename_facet(*, name: str, value: str, new_value: str, label: str) -> int:
    """Give a filter value another name, e.g. of a school that is renamed or goes into another one.

    Everything that carries it is found under the new one at once, and says it. Words of its text that come from the old
    name stay until it is written anew, at the latest in the nightly comparison. Call it in the change's transaction.

    Parameters:
        name: Of the filter, a FacetName.
        value: As it stood in addresses.
        new_value: As it does from now on; an entry that carries both keeps it once.
        label: How it reads from now on.

    Returns:
        The number of entries that carried it.
    """
    with transaction.atomic():
        old_label = FacetLabel.objects.filter(name=name, value=value).values_list("label", flat=True).first()
        carriers = EntryFacet.objects.filter(name=name, value=value)
        rows = Entry.objects.filter(pk__in=carriers.values("entry")).order_by("pk").select_for_update()
        entries = {entry.pk: entry for entry in rows.only("pk", "kind", "object_key")}
        both = list(EntryFacet.objects.filter(name=name, value=new_value, entry__in=entries).values_list("entry"))
        if value != new_value:
            carriers.filter(entry__in=[pk for (pk,) in both]).delete()
            carriers.update(value=new_value)
            FacetLabel.objects.filter(name=name, value=value).delete()
        FacetLabel.objects.update_or_create(name=name, value=new_value, defaults={"label": label})
        column = {FacetName.THEME.value: "themes", FacetName.INSTITUTION.value: "schools"}[name]
        texts = list(EntryText.objects.filter(entry__in=entries).only("entry", column))
        for text in texts:
            said = [label if each == old_label else each for each in getattr(text, column)]
            setattr(text, column, list(dict.fromkeys(said)))
        EntryText.objects.bulk_update(texts, [column], batch_size=500)
        now, pairs = timezone.now(), {(entry.kind, entry.object_key) for entry in entries.values()}
        EngineTask.objects.bulk_create(EngineTask(kind=kind, object_key=key, due_at=now) for kind, key in sorted(pairs))
        if pairs:
            _wake_once()
    return len(entries)


def _store(kind: str, drafts_by_key: Mapping[str, Iterable[EntryDraft]]) -> int:
    """Write what differs of these objects; give of how many something did."""
    with transaction.atomic():
        present: dict[str, dict[str, Entry]] = {key: {} for key in drafts_by_key}
        rows = Entry.objects.filter(kind=kind, object_key__in=list(drafts_by_key))
        for entry in rows.select_for_update().order_by("pk"):
            present[entry.object_key][entry.slice] = entry
        fresh: list[tuple[Entry, EntryDraft]] = []
        gone: list[int] = []
        changed: list[str] = []
        for key, drafts in drafts_by_key.items():
            ordered = from_narrow_to_wide(drafts)
            new = _fresh(kind, key, ordered, present[key])
            old = [entry.pk for name, entry in present[key].items() if name not in {draft.slice for draft in ordered}]
            fresh, gone = fresh + new, gone + old
            if new or old:
                changed.append(key)
        if not changed:
            return 0
        if gone:
            Entry.objects.filter(pk__in=gone).delete()
        _write(fresh)
        now = timezone.now()
        EngineTask.objects.bulk_create(EngineTask(kind=kind, object_key=key, due_at=now) for key in changed)
        _wake_once()
    return len(changed)


def _fresh(
    kind: str, object_key: str, ordered: list[EntryDraft], present: Mapping[str, Entry]
) -> list[tuple[Entry, EntryDraft]]:
    """Give the entries of an object that say something else than the stored ones."""
    fresh = []
    # What only moves between everyone and members is not new to the members who are told of new things.
    moved = min((entry.indexed_at for entry in present.values() if entry.slice in WHOLE_AUDIENCES), default=None)
    for width, draft in enumerate(ordered):
        entry = _entry(kind, object_key, width, ordered)
        old = present.get(draft.slice)
        if old is None or old.content_hash != entry.content_hash:
            entry.version = old.version + 1 if old else 1
            if moved is not None and draft.slice in WHOLE_AUDIENCES:
                entry.indexed_at = moved
            fresh.append((entry, draft))
    return fresh


def _entry(kind: str, object_key: str, width: int, ordered: list[EntryDraft]) -> Entry:
    draft = ordered[width]
    supersedes = [narrower.slice for narrower in ordered[:width]]
    superseded_by = [wider.slice for wider in ordered[width + 1 :]]
    return Entry(
        kind=kind,
        object_key=object_key,
        slice=draft.slice,
        width=width,
        has_wider=bool(superseded_by),
        boost=draft.boost,
        happens_at=draft.happens_at,
        published_at=draft.published_at,
        content_hash=content_hash(kind, draft, supersedes, superseded_by),
        supersedes=supersedes,
        superseded_by=superseded_by,
        title=draft.title[:300],
        url=draft.url,
        summary=draft.summary,
    )


def _write(pairs: list[tuple[Entry, EntryDraft]]) -> None:
    if not pairs:
        return
    # One upsert: two transactions that index the same new object wait for each other instead of failing.
    entries = Entry.objects.bulk_create(
        [entry for entry, _draft in pairs],
        update_conflicts=True,
        unique_fields=["kind", "object_key", "slice"],
        update_fields=_UPDATED,
    )
    stored = [(entry, draft) for entry, (_entry, draft) in zip(entries, pairs, strict=True)]
    EntryText.objects.bulk_create(
        [
            EntryText(
                entry=entry,
                names="\n".join(draft.names),
                keywords="\n".join(_keywords_of(entry.kind, draft)),
                body=draft.body,
                schools=[school.label for school in draft.institutions],
                themes=[theme.label for theme in draft.themes],
                place=draft.place[:200],
                status=draft.status,
            )
            for entry, draft in stored
        ],
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["names", "keywords", "body", "schools", "themes", "place", "status"],
    )
    EntryFacet.objects.filter(entry__in=[entry.pk for entry, _draft in stored]).delete()
    EntryFacet.objects.bulk_create(
        [
            EntryFacet(entry=entry, name=name, value=value)
            for entry, draft in stored
            for name, value in dict.fromkeys(_facets_of(draft))
        ]
    )
    _write_labels(draft for _entry, draft in stored)
    write_texts(
        analyse(
            entry_id=entry.pk,
            title=draft.title,
            names=draft.names,
            keywords=_keywords_of(entry.kind, draft),
            summary=draft.summary,
            body=draft.body,
        )
        for entry, draft in stored
    )


def _keywords_of(kind: str, draft: EntryDraft) -> tuple[str, ...]:
    """Give the keywords, the names of themes and schools, and what it is: "bijeenkomst maart" finds each meetup."""
    labels = [found.label for found in (*draft.themes, *draft.institutions)]
    return (*draft.keywords, *labels, str(registry.searchable_of(kind).label))


def _facets_of(draft: EntryDraft) -> Iterable[tuple[str, str]]:
    yield from ((FacetName.THEME.value, theme.value) for theme in draft.themes)
    yield from ((FacetName.INSTITUTION.value, institution.value) for institution in draft.institutions)
    yield from ((FacetName.PERSON.value, person) for person in draft.people)
    if draft.status:
        yield FacetName.STATUS.value, draft.status


def _write_labels(drafts: Iterable[EntryDraft]) -> None:
    wanted = {}
    for draft in drafts:
        wanted |= {(FacetName.THEME.value, theme.value): theme.label for theme in draft.themes}
        wanted |= {(FacetName.INSTITUTION.value, school.value): school.label for school in draft.institutions}
    if not wanted:
        return
    known = FacetLabel.objects.filter(value__in={value for _name, value in wanted})
    present = {(label.name, label.value): label.label for label in known}
    # Sorted, so that two transactions take the rows in the same order; written only when a label really changes.
    fresh = [
        FacetLabel(name=name, value=value, label=label)
        for (name, value), label in sorted(wanted.items())
        if present.get((name, value)) != label
    ]
    FacetLabel.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["name", "value"], update_fields=["label"]
    )


def _wake_once() -> None:
    """Wake the worker after the commit, once per transaction however many objects it changes."""
    if not any(callback is registry.wake for _ids, callback, *_rest in connection.run_on_commit):
        transaction.on_commit(registry.wake)
