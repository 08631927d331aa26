"""Keeps the server's index equal to the entries. Runs in the worker and in commands, never in a transaction."""

import logging
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from math import inf
from uuid import uuid4

from django.conf import settings
from django.db.models import Q
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk

from search.engines.elasticsearch.client import (
    FORM_KEY,
    SYNC_SECONDS,
    UNREACHABLE,
    current_form,
    name_of,
    new_index,
    object_name,
)
from search.index.actions.rebuilding import hold_rebuild
from search.index.fulltext import words_of
from search.index.models import Entry, FacetName
from search.index.registry import Course, RebuildHeld, Report, SinkBusy, SinkFailed, silent
from search.meaning.documents import meaning_of

logger = logging.getLogger("portal.search")

NAME = "elasticsearch"
# So many objects, entries or bytes are in memory and on their way at once.
BATCH = 100
MOST_BYTES = 5 * 1024 * 1024
PAGE = 2000
# After so many comparisons a new index takes its place; what differs then is mended behind the alias.
ROUNDS = 3

_DONE = (200, 201)
_NOTHING_TO_DO = (404, 409)
# A document the server can't read, or one that is too long for it; other failures are the server's own.
_UNREADABLE = (400, 413)


class ElasticsearchFollower:
    """Follows the index on one server, under one alias."""

    def __init__(self, client: Elasticsearch, alias: str):
        self._quick = client
        self._client = client.options(request_timeout=SYNC_SECONDS)
        self._alias = alias

    def take(self, changed: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Write and delete the entries of these objects; see `registry.Sink`."""
        refused: dict[tuple[str, str], str] = {}
        try:
            # A quick question first: a hanging server then holds the worker, which also sends mail, a moment only.
            fields = self._fields()
            if fields is None:
                self.rebuild()
                return {}
            pairs = sorted(changed)
            for at in range(0, len(pairs), BATCH):
                refused |= self._take(pairs[at : at + BATCH], fields)
        except RebuildHeld as error:
            raise SinkBusy(str(error)) from error
        except UNREACHABLE as error:
            raise SinkFailed(_short(error)) from error
        return refused

    def probe(self) -> None:
        """Ask for a sign of life; see `registry.Sink`."""
        try:
            self._mapping_of(self._alias)
        except UNREACHABLE as error:
            raise SinkFailed(_short(error)) from error

    def has_old_form(self) -> bool:
        """Say whether the index behind the alias has another form than this code's, or isn't there."""
        try:
            return self._form_of(self._alias) != current_form()
        except UNREACHABLE as error:
            raise SinkFailed(_short(error)) from error

    def _mapping_of(self, index: str) -> dict | None:
        try:
            found = self._quick.indices.get_mapping(index=index)
        except NotFoundError:
            return None
        described = next(iter(found.body.values()), None) if isinstance(found.body, dict) else None
        if not isinstance(described, dict) or "mappings" not in described:
            # A whole answer, but not of a search engine: the page of a proxy, for one.
            raise SinkFailed("the answer is not that of a search engine")
        return described["mappings"]

    def _form_of(self, index: str) -> str | None:
        return ((self._mapping_of(index) or {}).get("_meta") or {}).get(FORM_KEY)

    def _fields(self) -> frozenset[str] | None:
        """Give the fields that the index in use knows; an older form misses some until it is built anew."""
        mapping = self._mapping_of(self._alias)
        return None if mapping is None else frozenset(mapping.get("properties", ()))

    def _take(self, pairs: list[tuple[str, str]], fields: frozenset[str]) -> dict[tuple[str, str], str]:
        # Only what was refreshed is found: an entry written a moment ago must be deleted as well.
        self._client.indices.refresh(index=self._alias)
        chosen = Q()
        for kind, key in pairs:
            chosen |= Q(kind=kind, object_key=key)
        entries = list(_loaded(Entry.objects.filter(chosen)))
        names = [object_name(kind, key) for kind, key in pairs]
        present = {pk for pk, _hash in self._held(self._alias, {"terms": {"object": names}})}
        gone = present - {entry.pk for entry in entries}
        refused = self._write(self._alias, entries, delete=gone, fields=fields)
        # Another worker may have heard of a deletion while we wrote: an entry that is gone by now goes at once.
        written = {entry.pk for entry in entries}
        left = written - set(Entry.objects.filter(pk__in=written).values_list("pk", flat=True))
        if left:
            self._write(self._alias, [], delete=left, fields=fields)
        # What it refuses stands there as it was before, perhaps with words that are closed by now: better nothing.
        if refused:
            self._write(self._alias, [], delete=refused, fields=fields)
        of_entry = {entry.pk: (entry.kind, entry.object_key) for entry in entries}
        return {of_entry[pk]: why for pk, why in refused.items()}

    def _write(
        self, index: str, entries: list[Entry], *, delete: Collection[int] = (), fields: frozenset[str]
    ) -> dict[int, str]:
        """Write and delete documents; give the entries that the server refuses, with its reason.

        Raises:
            TransportError, ApiError: The server gave no answer, or can't write now.
            SinkFailed: It answered that it can't write now.
        """
        actions = [{"_op_type": "delete", "_index": index, "_id": str(pk)} for pk in sorted(delete)]
        actions += _index_actions(index, entries, fields)
        refused: dict[int, str] = {}
        refresh = settings.PORTAL_ELASTICSEARCH_REFRESH if index == self._alias else "false"
        try:
            for _is_fine, item in streaming_bulk(
                self._client,
                actions,
                chunk_size=BATCH,
                max_chunk_bytes=MOST_BYTES,
                raise_on_error=False,
                refresh=refresh,
                # Without it the server would make an index in the alias's name when the alias is missing.
                require_alias=index == self._alias,
            ):
                _note(item, refused)
        except ApiError as error:
            if error.meta.status not in _UNREADABLE:
                raise
            # It refuses the request as a whole: one document in it, looked for by halves.
            if len(entries) > 1:
                middle = len(entries) // 2
                refused = self._write(index, entries[:middle], delete=delete, fields=fields)
                return refused | self._write(index, entries[middle:], fields=fields)
            if not entries:
                raise
            refused[entries[0].pk] = _short(error)
        return refused

    def _held(self, index: str, query: dict) -> Iterator[tuple[int, str]]:
        """Give (entry id, fingerprint) of the documents that match, in order of id, page by page."""
        after: list | None = None
        while True:
            found = self._client.search(
                index=index,
                query=query,
                source=["content_hash"],
                sort=[{"entry_id": "asc"}],
                size=PAGE,
                track_total_hits=False,
                allow_partial_search_results=False,
                **({"search_after": after} if after else {}),
            )["hits"]["hits"]
            yield from ((int(hit["_id"]), hit["_source"].get("content_hash", "")) for hit in found)
            if len(found) < PAGE:
                return
            after = found[-1]["sort"]

    def rebuild(self, *, report: Report = silent, fresh: bool = False) -> int:
        """Fill a new index from the entries, then let the alias point to it: searches go on meanwhile.

        Changes go to the old index as long as the alias points there. So the new one is compared with the database,
        and mended, before it takes the old one's place and once more afterwards. A killed rebuild goes on filling the
        index it began; indexes that others left half-filled are deleted.
        """
        course = hold_rebuild(NAME, form=f"{self._alias} {current_form()}", fresh=fresh)
        try:
            name = self._unfinished(course.index_name) or f"{self._alias}-{uuid4().hex[:12]}"
            self._delete_leftovers(keep=name)
            if course.index_name != name:
                new_index(name).create(using=self._client)
                course.remember(index_name=name, last_key="", done=0)
            self._fill(name, course, report)
            for _round in range(ROUNDS):
                if not self._mend(name, course)[0]:
                    break
            self._swap(name)
            self._mend(self._alias, course)
            done = course.done
            course.finish()
        except UNREACHABLE as error:
            raise SinkFailed(_short(error)) from error
        finally:
            course.let_go()
        return done

    def _unfinished(self, name: str) -> str:
        """Give the name when it is a half-filled index of ours that can be gone on with."""
        is_ours = bool(name) and self._is_ours(name)
        return name if is_ours and self._form_of(name) == current_form() and name not in self._in_use() else ""

    def _is_ours(self, name: str) -> bool:
        return re.fullmatch(rf"{re.escape(self._alias)}-[0-9a-f]{{12}}", name) is not None

    def _in_use(self) -> set[str]:
        try:
            return set(self._client.indices.get_alias(name=self._alias))
        except NotFoundError:
            return set()

    def _delete_leftovers(self, *, keep: str) -> None:
        present = set(self._client.indices.get_alias(index=f"{self._alias}-*"))
        for name in sorted(present - self._in_use() - {keep}):
            if self._is_ours(name):
                self._client.indices.delete(index=name, ignore_unavailable=True)

    def _fill(self, name: str, course: Course, report: Report) -> None:
        fields, total = self._fields_of_new(name), Entry.objects.count()
        entries = Entry.objects.order_by("pk")
        while batch := list(_loaded(entries.filter(pk__gt=int(course.last_key or 0)))[:BATCH]):
            _log_refused(self._write(name, batch, fields=fields))
            course.remember(last_key=str(batch[-1].pk), done=course.done + len(batch))
            report(NAME, course.done, max(total, course.done))
        if not course.done:
            report(NAME, 0, 0)

    def _fields_of_new(self, name: str) -> frozenset[str]:
        return frozenset((self._mapping_of(name) or {}).get("properties", ()))

    def _swap(self, name: str) -> None:
        old = self._in_use() - {name}
        actions: list[dict] = [{"remove": {"index": one, "alias": self._alias}} for one in sorted(old)]
        actions.append({"add": {"index": name, "alias": self._alias}})
        self._client.indices.update_aliases(actions=actions)
        for one in sorted(old):
            self._client.indices.delete(index=one, ignore_unavailable=True)

    def differing(self) -> list[str]:
        """Compare ids and fingerprints of all entries."""
        try:
            if self._fields() is None:
                return [str(pk) for pk in Entry.objects.order_by("pk").values_list("pk", flat=True)]
            return [str(pk) for pk in sorted(self._differing())]
        except UNREACHABLE as error:
            raise SinkFailed(_short(error)) from error

    def mend(self) -> int:
        """Write and delete what differs from the database; see `registry.Sink`."""
        try:
            if self._fields() is None:
                self.rebuild()
            before: set[int] = set()
            for _round in range(ROUNDS):
                differing, refused = self._mend(self._alias)
                if not differing - refused.keys():
                    return len(differing)
                if self._knows_later((before & differing) - refused.keys()):
                    # E.g. since a backup of the database was put back: nothing can be written over it, so begin anew.
                    self.rebuild(fresh=True)
                    return len(self._differing())
                before = differing
            # What differs for the first time was saved while the last round ran; the worker writes it.
            return len(before & self._differing())
        except RebuildHeld as error:
            raise SinkBusy(str(error)) from error
        except UNREACHABLE as error:
            raise SinkFailed(_short(error)) from error

    def _knows_later(self, ids: Collection[int]) -> bool:
        """Say whether the index knows a later version than the database of one of these entries, which were written.

        One that isn't there although it was written has a later version too: that of its deletion.
        """
        ordered = sorted(ids)
        for at in range(0, len(ordered), BATCH):
            wanted = [str(pk) for pk in ordered[at : at + BATCH]]
            found = self._client.mget(index=self._alias, ids=wanted, source=False)["docs"]
            # Read after the index, which holds no version that was not in the database before.
            versions = dict(Entry.objects.filter(pk__in=ordered[at : at + BATCH]).values_list("pk", "version"))
            if any(one.get("_version", inf) > versions.get(int(one["_id"]), inf) for one in found):
                return True
        return False

    def _differing(self) -> set[int]:
        wrong, ghosts = self._compared(self._alias)
        return {*wrong, *ghosts}

    def _compared(self, index: str, course: Course | None = None) -> tuple[list[int], list[int]]:
        """Give the entries that an index misses or holds otherwise, and the ids it holds of entries that are gone.

        Both sides are read in order of id, a page at a time.
        """
        self._client.indices.refresh(index=index)
        wanted = _pairs_in_order()
        present = self._held(index, {"match_all": {}})
        missing_or_stale, ghosts = [], []
        ours, theirs = next(wanted, None), next(present, None)
        seen = 0
        while ours or theirs:
            seen += 1
            if course is not None and seen % PAGE == 0:
                course.remember()
            if theirs is None or (ours is not None and ours[0] < theirs[0]):
                missing_or_stale.append(ours[0])
                ours = next(wanted, None)
            elif ours is None or theirs[0] < ours[0]:
                ghosts.append(theirs[0])
                theirs = next(present, None)
            else:
                if ours[1] != theirs[1]:
                    missing_or_stale.append(ours[0])
                ours, theirs = next(wanted, None), next(present, None)
        return missing_or_stale, ghosts

    def _mend(self, index: str, course: Course | None = None) -> tuple[set[int], dict[int, str]]:
        """Write and delete what differs; give the ids that differed, and which entries are refused."""
        refused: dict[int, str] = {}
        wrong, ghosts = self._compared(index, course)
        fields = self._fields_of_new(index)
        for at in range(0, len(wrong), BATCH):
            batch = list(_loaded(Entry.objects.filter(pk__in=wrong[at : at + BATCH])))
            # One that was deleted since it was compared is a ghost by now, if the index has it.
            gone = set(wrong[at : at + BATCH]) - {entry.pk for entry in batch}
            refused |= self._write(index, batch, delete=gone, fields=fields)
            if course is not None:
                course.remember()
        for at in range(0, len(ghosts), BATCH):
            # An entry made since it was compared is no ghost: it has a new id, and keys are never used again.
            self._write(index, [], delete=ghosts[at : at + BATCH], fields=fields)
        _log_refused(refused)
        return {*wrong, *ghosts}, refused

    def drop(self) -> None:
        """Delete the index behind the alias, if there is one."""
        for name in sorted(self._in_use()):
            self._client.indices.delete(index=name)


def _loaded(entries):
    return entries.select_related("text", "vector").prefetch_related("facets").order_by("pk")


def _pairs_in_order() -> Iterator[tuple[int, str]]:
    """Give (id, fingerprint) of all entries in order of id; no cursor stays open over the server's answers."""
    last, rows = 0, Entry.objects.order_by("pk").values_list("pk", "content_hash")
    while batch := list(rows.filter(pk__gt=last)[:PAGE]):
        yield from batch
        last = batch[-1][0]


def _note(item: dict, refused: dict[int, str]) -> None:
    operation, answer = next(iter(item.items()))
    status = answer.get("status", 500)
    if status in _DONE or status == 409 or (operation == "delete" and status in _NOTHING_TO_DO):
        return
    reason = answer.get("error") or {}
    why = reason.get("type", "") if isinstance(reason, dict) else str(reason)
    if operation == "delete" or status not in _UNREADABLE:
        raise SinkFailed(f"{status} {why}"[:200])
    # The server's own words may repeat the text of the document: only the kind of error is kept.
    refused[int(answer["_id"])] = f"{status} {why}"[:200]


def _log_refused(refused: dict[int, str]) -> None:
    for pk, why in refused.items():
        logger.error("search engine refuses entry %s: %s", pk, why)


def _index_actions(index: str, entries: Iterable[Entry], fields: frozenset[str]) -> Iterator[dict]:
    for entry in entries:
        yield {
            "_index": index,
            "_id": str(entry.pk),
            "version": entry.version,
            # Two syncs at once: the later state of an entry wins.
            "version_type": "external_gte",
            "_source": {name: value for name, value in document(entry).items() if name in fields},
        }


def document(entry: Entry) -> dict:
    """Give what the server holds of an entry; needs the text and the facets loaded."""
    text = words_of(entry)
    values = defaultdict(list)
    for facet in entry.facets.all():
        values[facet.name].append(facet.value)
    return {
        "entry_id": entry.pk,
        "kind": entry.kind,
        "object": name_of(entry),
        "slice": entry.slice,
        "superseded_by": entry.superseded_by,
        "boost": entry.boost,
        "newest": (entry.published_at or entry.updated_at).isoformat(),
        "content_hash": entry.content_hash,
        "thema": values[FacetName.THEME],
        "school": values[FacetName.INSTITUTION],
        "staat": values[FacetName.STATUS],
        "happens": entry.happens_at.isoformat() if entry.happens_at else None,
        "title": " ".join(text.title),
        "keywords": " ".join(text.keywords),
        "summary": " ".join(text.summary),
        "body": " ".join(text.body),
        "spelt": " ".join(text.spelt),
        **meaning_of(entry),
    }


def _short(error: Exception) -> str:
    """Say what kind of failure it was: the server's own words may repeat addresses, or the text of a document."""
    if isinstance(error, ApiError):
        return f"{type(error).__name__}: {error.meta.status} {error.message}"[:200]
    return f"{type(error).__name__}: {getattr(error, 'message', '')}"[:200]
