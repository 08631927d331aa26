"""Finds what fits an entry, in the index: common themes, and telling words of its title, keywords, summary and text.

The full-text table says which entries hold a word, so that rare words bring candidates and common ones cost nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connections, router
from django.db.models import Count

from search.dutch.words import index_words
from search.index import registry
from search.index.models import Entry, EntryFacet, FacetName
from search.related import rules

# Words of the text itself: those it repeats most, as long as they tell something.
_BODY_WORDS = 25
_BODY_SEEN = 20_000
_SHORTEST_BODY_WORD = 4
# So many candidates are looked at closely, and so many of one theme are candidates at all: the newest.
_LOOKED_AT = 60
_OF_A_THEME = 300


@dataclass(frozen=True)
class Corpus:
    """What scores are measured against: how many entries there are, and how many have each theme."""

    total: int
    themes: dict[str, int]
    kinds: tuple[str, ...]

    @classmethod
    def now(cls) -> "Corpus":
        """Count, in two queries."""
        themes = EntryFacet.objects.filter(name=FacetName.THEME).values("value").annotate(n=Count("pk")).order_by()
        return cls(
            total=Entry.objects.count(),
            themes={row["value"]: row["n"] for row in themes},
            kinds=tuple(searchable.kind for searchable in registry.searchables() if searchable.is_related),
        )


def related_to(entry: Entry, corpus: Corpus, *, at: datetime) -> dict[int, float]:
    """Give the entries that may stand under this one with how well they fit, the best of each audience slice.

    Who may see them isn't asked here: whoever reads them asks. What is over is left out.

    Parameters:
        entry: With `text` and `facets` at hand.
        corpus: Counted a moment ago.
        at: Now.

    Returns:
        Scores by primary key; in a fixed number of queries.
    """
    weights = _own_words(entry)
    themes, schools = _facets(entry)
    # The page of a school has no theme of its own: what its people write about says what suits it.
    themes = themes or _themes_of(schools)
    held = _holders(list(weights), rules.most_holders(corpus.total), without=entry.pk)
    telling = {word: rules.rarity(len(ids) + 1, corpus.total) for word, ids in held.items()}
    rough: dict[int, float] = defaultdict(float)
    holds: dict[int, set[str]] = defaultdict(set)
    for word, ids in held.items():
        for pk in ids:
            rough[pk] += telling[word] * weights[word]
            holds[pk].add(word)
    for pk, value in _with_themes(themes, corpus.kinds):
        rough[pk] += rules.theme_worth(corpus.themes.get(value, 1), corpus.total)
    best = sorted(rough, key=lambda pk: (-rough[pk], pk))[: 2 * _LOOKED_AT]
    scores, slices = {}, {}
    for other in _candidates(entry, best, corpus.kinds, at=at):
        standing, (other_themes, other_schools) = _standing(other), _facets(other)
        scores[other.pk] = rules.fit(
            (
                rules.word_worth(word, own=weights[word], other=standing, telling=telling[word])
                for word in holds[other.pk]
            ),
            (
                rules.theme_worth(corpus.themes.get(theme, 1), corpus.total)
                for theme in themes.keys() & other_themes.keys()
            ),
            is_same_school=bool(schools.keys() & other_schools.keys()),
            published_at=other.published_at,
            at=at,
        )
        slices[other.pk] = other.slice
    return rules.kept(scores, slices)


def _own_words(entry: Entry) -> dict[str, float]:
    """Give the words of a text with the weight of the best place each stands in."""
    weights: dict[str, float] = {}
    repeated = Counter(word for word in index_words(entry.text.body[:_BODY_SEEN]) if len(word) >= _SHORTEST_BODY_WORD)
    for words, weight in (
        (index_words(entry.title), rules.OWN_TITLE),
        (index_words(entry.summary), rules.OWN_SUMMARY),
        ((word for word, _times in repeated.most_common(_BODY_WORDS)), rules.OWN_BODY),
        ((word for keyword in _keywords(entry) for word in index_words(keyword)), rules.OWN_KEYWORD),
    ):
        for word in words:
            weights.setdefault(word, weight)
    return weights


def _standing(entry: Entry) -> rules.Standing:
    title = frozenset(index_words(entry.title))
    rest = [word for text in (entry.summary, *_keywords(entry)) for word in index_words(text)]
    return rules.Standing(title=title, front=title.union(rest))


def _keywords(entry: Entry) -> list[str]:
    """Give the keywords without the names of schools: a school in common is a weak sign, and counted apart."""
    schools = set(entry.text.schools)
    return [keyword for keyword in entry.text.keywords.splitlines() if keyword not in schools]


def _facets(entry: Entry) -> tuple[dict[str, None], dict[str, None]]:
    facets = list(entry.facets.all())
    return (
        {facet.value: None for facet in facets if facet.name == FacetName.THEME},
        {facet.value: None for facet in facets if facet.name == FacetName.INSTITUTION},
    )


def _themes_of(schools: Collection[str]) -> dict[str, None]:
    if not schools:
        return {}
    there = EntryFacet.objects.filter(name=FacetName.INSTITUTION, value__in=schools).values("entry")
    themes = EntryFacet.objects.filter(name=FacetName.THEME, entry__in=there).values("value")
    counted = themes.annotate(n=Count("pk")).order_by("-n", "value")[:3]
    return {row["value"]: None for row in counted}


def _with_themes(themes: Collection[str], kinds: Collection[str]) -> Iterable[tuple[int, str]]:
    if not themes:
        return []
    rows = EntryFacet.objects.filter(name=FacetName.THEME, value__in=themes, entry__kind__in=kinds)
    return rows.order_by("-entry").values_list("entry", "value")[: _OF_A_THEME * len(themes)]


def _holders(words: list[str], most: int, *, without: int) -> dict[str, list[int]]:
    """Give which other entries hold each word, for the words that stand in some and in no more than `most`."""
    if not words:
        return {}
    connection = connections[router.db_for_read(Entry)]
    one = (
        "SELECT * FROM (SELECT %s AS word, rowid AS id FROM search_fulltext WHERE search_fulltext MATCH %s LIMIT %s)"
        if connection.vendor == "sqlite"
        else "(SELECT %s AS word, entry_id AS id FROM search_fulltext WHERE words @@ %s::tsquery LIMIT %s)"
    )
    quote = '"{}"' if connection.vendor == "sqlite" else "'{}'"
    params = [value for at, word in enumerate(words) for value in (at, quote.format(word), most + 1)]
    found: dict[str, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([one] * len(words)), params)
        for at, pk in cursor.fetchall():
            found[words[int(at)]].append(pk)
    return {
        word: others
        for word, ids in found.items()
        if len(ids) <= most and (others := [pk for pk in ids if pk != without])
    }


def _candidates(entry: Entry, ids: list[int], kinds: Collection[str], *, at: datetime) -> list[Entry]:
    """Read the best of these that may stand under an entry."""
    rows = Entry.objects.filter(pk__in=ids, kind__in=kinds).exclude(kind=entry.kind, object_key=entry.object_key)
    rows = rows.exclude(happens_at__lt=at).select_related("text").prefetch_related("facets")
    shown = ("kind", "object_key", "slice", "title", "summary", "published_at", "text__keywords", "text__schools")
    place = {pk: number for number, pk in enumerate(ids)}
    return sorted(rows.only(*shown), key=lambda row: place[row.pk])[:_LOOKED_AT]
