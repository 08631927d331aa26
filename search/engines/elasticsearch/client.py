"""The connection to the server, and the form of its index."""

from functools import lru_cache

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.dsl import Index, Mapping, analyzer

from search.index.models import Entry
from search.meaning.encoder import DIMENSIONS, is_wanted

# On the request path: short, and never twice. A hanging server holds a page for this long once (RELIABILITY G13).
ASK_SECONDS = 1.2
SYNC_SECONDS = 20

UNREACHABLE = (TransportError, ApiError)


@lru_cache(maxsize=4)
def client_for(url: str) -> Elasticsearch:
    """Give the one client of this process for a server."""
    return Elasticsearch(url, request_timeout=ASK_SECONDS, max_retries=0, retry_on_timeout=False)


# Our own analysis has cut and stemmed the words already, so that all engines find the same.
_WORDS = analyzer("portal_words", tokenizer="whitespace", filter=[])


def new_index(name: str) -> Index:
    """Describe an index for entries."""
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    for field in ("title", "keywords", "summary", "body"):
        mapping.field(field, "text", analyzer=_WORDS)
    mapping.field("spelt", "text", analyzer=_WORDS, norms=False)
    for field in ("kind", "object", "slice", "superseded_by", "thema", "school", "content_hash"):
        mapping.field(field, "keyword")
    mapping.field("entry_id", "long")
    mapping.field("boost", "float")
    mapping.field("newest", "date")
    if is_wanted():
        mapping.field(
            "meaning", "dense_vector", dims=DIMENSIONS, similarity="dot_product", index_options={"type": "hnsw"}
        )
    index = Index(name)
    index.mapping(mapping)
    index.settings(number_of_shards=1, number_of_replicas=0)
    return index


def object_name(kind: str, object_key: str) -> str:
    """Give the one field by which all entries of an object are found."""
    return f"{kind}\n{object_key}"


def name_of(entry: Entry) -> str:
    """Give the name of an entry's object in the index."""
    return object_name(entry.kind, entry.object_key)
