"""The synonyms in use, compiled once per process and change."""

from functools import lru_cache

from django.db.models import Count, Max

from portal.shared.caching.versions import remembered
from search.dutch.lexicon import Lexicon, bundled_rows
from search.dutch.models import SynonymGroup


@lru_cache(maxsize=4)
def _compiled(rows: tuple) -> Lexicon:
    return Lexicon.of(rows)


@lru_cache(maxsize=4)
def _of_signature(signature: tuple) -> Lexicon:
    return _compiled(tuple(group.as_row() for group in SynonymGroup.objects.order_by("name")))


def current_lexicon() -> Lexicon:
    """Give the synonyms in use: the editors' groups, or the bundled ones while there are none."""
    return remembered("lexicon", _lexicon_now)


def _lexicon_now() -> Lexicon:
    found = SynonymGroup.objects.aggregate(rows=Count("pk"), last=Max("pk"), changed=Max("updated_at"))
    if not found["rows"]:
        return _compiled(bundled_rows())
    return _of_signature((found["rows"], found["last"], found["changed"]))
