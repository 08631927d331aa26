"""Keeps the server's index equal to the entries. Runs in the worker and in commands, never in a transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from uuid import uuid4

from django.db.models import Q
from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import BulkIndexError, bulk, scan

from search.engines.elasticsearch.client import SYNC_SECONDS, UNREACHABLE, name_of, new_index, object_name
from search.index.fulltext import analyse
from search.index.models import Entry, FacetName
from search.index.registry import SinkFailed
from search.meaning.documents import meaning_of

BATCH = 200
_FAILURES = (*UNREACHABLE, BulkIndexError)


class ElasticsearchFollower:
    """Follows the index on one server, under one alias."""

    def __init__(self, client: Elasticsearch, alias: str):
        self._client = client.options(request_timeout=SYNC_SECONDS)
        self._alias = alias

    def take(self, changed: Collection[tuple[str, str]]) -> None:
        """Write and delete the entries of these objects."""
        try:
            if not self._client.indices.exists_alias(name=self._alias):
                self.rebuild()
                return
            pairs = sorted(changed)
            for at in range(0, len(pairs), BATCH):
                self._take(pairs[at : at + BATCH])
        except _FAILURES as error:
            raise SinkFailed(_short(error)) from error

    def _take(self, pairs: list[tuple[str, str]]) -> None:
        # Only what was refreshed is found: an entry written a moment ago must be deleted as well.
        self._client.indices.refresh(index=self._alias)
        chosen = Q()
        for kind, key in pairs:
            chosen |= Q(kind=kind, object_key=key)
        entries = list(
            Entry.objects.filter(chosen).select_related("text", "vector").prefetch_related("facets").order_by("pk")
        )
        names = [object_name(kind, key) for kind, key in pairs]
        present = scan(
            self._client, index=self._alias, query={"query": {"terms": {"object": names}}, "_source": False}, size=1000
        )
        keep = {str(entry.pk) for entry in entries}
        gone = [found["_id"] for found in present if found["_id"] not in keep]
        actions = [{"_op_type": "delete", "_index": self._alias, "_id": pk} for pk in gone]
        actions += _index_actions(self._alias, entries)
        _done, errors = bulk(self._client, actions, refresh=True, raise_on_error=False)
        refused = [error for error in errors if _status(error) not in (404, 409)]
        if refused:
            raise SinkFailed(str(refused[0])[:200])

    def rebuild(self) -> int:
        """Fill a new index from the entries, then let the alias point to it: searches go on meanwhile."""
        name = f"{self._alias}-{uuid4().hex[:12]}"
        try:
            new_index(name).create(using=self._client)
            entries = Entry.objects.select_related("text", "vector").prefetch_related("facets").order_by("pk")
            done, _errors = bulk(self._client, _index_actions(name, _by_object(entries)), refresh=True)
            self._swap(name)
        except _FAILURES as error:
            raise SinkFailed(_short(error)) from error
        return done

    def _swap(self, name: str) -> None:
        try:
            old = list(self._client.indices.get_alias(name=self._alias))
        except NotFoundError:
            old = []
        actions: list[dict] = [{"remove": {"index": one, "alias": self._alias}} for one in old]
        actions.append({"add": {"index": name, "alias": self._alias}})
        self._client.indices.update_aliases(actions=actions)
        for one in old:
            self._client.indices.delete(index=one)

    def differing(self) -> list[str]:
        """Compare ids and fingerprints of all entries."""
        wanted = {str(pk): fingerprint for pk, fingerprint in Entry.objects.values_list("pk", "content_hash")}
        try:
            self._client.indices.refresh(index=self._alias)
            query = {"query": {"match_all": {}}, "_source": ["content_hash"]}
            present = {
                found["_id"]: found["_source"]["content_hash"]
                for found in scan(self._client, index=self._alias, query=query, size=1000)
            }
        except NotFoundError:
            present = {}
        except _FAILURES as error:
            raise SinkFailed(_short(error)) from error
        return sorted(pk for pk in wanted.keys() | present.keys() if wanted.get(pk) != present.get(pk))

    def drop(self) -> None:
        """Delete the index behind the alias, if there is one."""
        try:
            for name in list(self._client.indices.get_alias(name=self._alias)):
                self._client.indices.delete(index=name)
        except NotFoundError:
            return


def _by_object(entries) -> Iterator[Entry]:
    return entries.iterator(chunk_size=BATCH)


def _index_actions(index: str, entries: Iterable[Entry]) -> Iterator[dict]:
    for entry in entries:
        yield {
            "_index": index,
            "_id": str(entry.pk),
            "version": entry.version,
            # Two syncs at once: the later state of an entry wins.
            "version_type": "external_gte",
            "_source": document(entry),
        }


def document(entry: Entry) -> dict:
    """Give what the server holds of an entry; needs the text and the facets loaded."""
    text = analyse(
        entry_id=entry.pk,
        title=entry.title,
        keywords=entry.text.keywords.split("\n"),
        summary=entry.summary,
        body=entry.text.body,
    )
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
        "title": " ".join(text.title),
        "keywords": " ".join(text.keywords),
        "summary": " ".join(text.summary),
        "body": " ".join(text.body),
        "spelt": " ".join(text.spelt),
        **meaning_of(entry),
    }


def _status(error: dict) -> int:
    return next(iter(error.values())).get("status", 500)


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
