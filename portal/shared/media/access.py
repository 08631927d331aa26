"""Whether anyone may open a file: pictures and documents in a closed collection are for some only."""

from collections.abc import Collection as Several

from wagtail.models import Collection, CollectionViewRestriction

from portal.shared.caching.versions import remembered


def _closed_ids() -> frozenset[int]:
    paths = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    if not paths:
        return frozenset()
    return frozenset(pk for pk, path in Collection.objects.values_list("pk", "path") if path.startswith(paths))


def closed_collections() -> Several[int]:
    """Give the ids of the collections that are closed, or stand below a closed one."""
    return remembered("closed-collections", _closed_ids)


def is_open(file) -> bool:
    """Say whether a picture or document stands in no closed collection, nor below one; costs no query per file."""
    return file.collection_id not in closed_collections()
