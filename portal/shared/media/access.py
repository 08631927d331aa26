"""Whether anyone may open a file: pictures and documents in a closed collection are for some only."""

from wagtail.models import CollectionViewRestriction

from portal.shared.caching.versions import remembered


def _closed_paths() -> tuple[str, ...]:
    return tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))


def is_open(file) -> bool:
    """Say whether a picture or document stands in no closed collection, nor below one.

    Parameters:
        file: With its collection at hand.
    """
    closed = remembered("closed-collections", _closed_paths)
    return not file.collection.path.startswith(closed)
