"""The connection to the server, and the form of its index."""

import hashlib
import json
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.dsl import Index, Mapping, analyzer

from search.engines.elasticsearch.transport import DeadlineNode
from search.index.models import Entry
from search.meaning.encoder import DIMENSIONS, is_wanted

# On the request path: short, and never twice. A hanging server holds a page for this long once (RELIABILITY G13).
ASK_SECONDS = 1.2
SYNC_SECONDS = 20

UNREACHABLE = (TransportError, ApiError)

# Name under which an index carries the fingerprint of its form.
FORM_KEY = "portal_form"


@lru_cache(maxsize=4)
def client_for(url: str) -> Elasticsearch:
    """Give the one client of this process for a server.

    Parameters:
        url: Address; may hold a name and password, which then stand in no log and no error.
    """
    address, secret = _without_secret(url)
    return Elasticsearch(
        address,
        node_class=DeadlineNode,
        request_timeout=ASK_SECONDS,
        max_retries=0,
        retry_on_timeout=False,
        **(secret or _secret_of_settings()),
        **({"ca_certs": settings.PORTAL_ELASTICSEARCH_CA} if settings.PORTAL_ELASTICSEARCH_CA else {}),
    )


def _without_secret(url: str) -> tuple[str, dict[str, Any]]:
    parts = urlsplit(url)
    if not parts.username:
        return url, {}
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=place)), {
        "basic_auth": (unquote(parts.username), unquote(parts.password or ""))
    }


def _secret_of_settings() -> dict[str, Any]:
    if settings.PORTAL_ELASTICSEARCH_API_KEY:
        return {"api_key": settings.PORTAL_ELASTICSEARCH_API_KEY}
    return {}


# Our own analysis has cut and stemmed the words already, so that all engines find the same.
_WORDS = analyzer("portal_words", tokenizer="whitespace", filter=[])


def new_index(name: str) -> Index:
    """Describe an index for entries; it carries the fingerprint of its own form (`current_form`)."""
    index = _described(name)
    index.mapping(_mapping(form=current_form()))
    return index


def _described(name: str) -> Index:
    index = Index(name)
    index.settings(
        number_of_shards=settings.PORTAL_ELASTICSEARCH_SHARDS,
        number_of_replicas=settings.PORTAL_ELASTICSEARCH_REPLICAS,
    )
    return index


def _mapping(form: str = "") -> Mapping:
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    for field in ("title", "keywords", "summary", "body"):
        mapping.field(field, "text", analyzer=_WORDS)
    mapping.field("spelt", "text", analyzer=_WORDS, norms=False)
    for field in ("kind", "object", "slice", "superseded_by", "thema", "school", "staat", "content_hash"):
        mapping.field(field, "keyword")
    mapping.field("entry_id", "long")
    mapping.field("boost", "float")
    mapping.field("newest", "date")
    mapping.field("happens", "date")
    if is_wanted():
        mapping.field(
            "meaning", "dense_vector", dims=DIMENSIONS, similarity="dot_product", index_options={"type": "hnsw"}
        )
    if form:
        mapping.meta("_meta", {FORM_KEY: form})
    return mapping


def current_form() -> str:
    """Give a fingerprint of the mapping, the analysis and the shards that this code and these settings want.

    An index with another one is built anew by the worker, while it goes on serving.
    """
    index = _described("form")
    index.mapping(_mapping())
    described = index.to_dict()
    # The number of copies can be changed on a living index; nothing has to be built anew for it.
    described.get("settings", {}).pop("number_of_replicas", None)
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()[:16]


def object_name(kind: str, object_key: str) -> str:
    """Give the one field by which all entries of an object are found."""
    return f"{kind}\n{object_key}"


def name_of(entry: Entry) -> str:
    """Give the name of an entry's object in the index."""
    return object_name(entry.kind, entry.object_key)
