"""What lies near a question that found little or nothing: words that do find something, and a commoner spelling."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from search.dutch.lexicon import Lexicon
from search.dutch.query import ParsedQuery, content_words, parse
from search.dutch.spelling import allowed_mistakes, closest
from search.dutch.words import Token, forms_of
from search.index.models import Word

# How many words of a question are looked around, and how many near ones are tried.
LOOKED_AROUND, TRIED = 3, 6
# Words that begin alike are near, however they end: "toetsafname" and "toetsleverancier".
SAME_BEGINNING = 5
SHORTEST_PART = 4


def near_queries(text: str, *, lexicon: Lexicon, slices: Sequence[str]) -> list[ParsedQuery]:
    """Give questions of one word each that are like a question, nearest first; at most six, of different stems.

    The list of words may hold some of texts that are gone or hidden: the caller asks each before naming it. One query.
    """
    queries: dict[str, ParsedQuery] = {}
    for word in _near_words(content_words(text)[:LOOKED_AROUND], slices):
        query = parse(word, lexicon)
        if query.terms:
            queries.setdefault(query.terms[0].typed[0].words[0], query)
    return list(queries.values())[:TRIED]


def commoner(text: str, *, slices: Sequence[str]) -> str | None:
    """Give a question that found little with its words as they are more often spelt, or None. One query.

    The caller still has to see whether it finds more.
    """
    tokens = [token for token in content_words(text) if allowed_mistakes(token.forms.plain)]
    if not tokens:
        return None
    lengths = {
        length
        for token in tokens
        for off in range(allowed_mistakes(token.forms.plain) + 1)
        for length in (len(token.forms.plain) - off, len(token.forms.plain) + off)
    }
    words = Word.objects.filter(slice__in=slices, length__in=lengths).order_by().values_list("word", flat=True)
    candidates = set(words) - {token.forms.plain for token in tokens}
    pieces, last, is_changed = [], 0, False
    for token in tokens:
        stem = token.forms.main
        meant = closest(token.forms.plain, candidates)
        if meant is None or forms_of(meant).main == stem:
            continue
        pieces += [text[last : token.start], meant]
        last, is_changed = token.end, True
    return "".join([*pieces, text[last:]]) if is_changed else None


def _near_words(tokens: Iterable[Token], slices: Sequence[str]) -> list[str]:
    """Give words of the slices that are near, the nearest first. One query."""
    plain = [token.forms.plain for token in tokens if len(token.forms.plain) > 3 and token.forms.plain.isascii()]
    if not plain:
        return []
    words = Word.objects.filter(slice__in=slices).order_by().values_list("word", flat=True)
    alike = {length for word in plain for length in range(len(word) - 1, len(word) + 2)}
    near = [words.filter(word__gte=start, word__lte=f"{start}zzzzzzzzzzzz") for start in map(_beginning, plain)]
    parts = [words.filter(word__in=_parts(word)) for word in plain]
    found = set(words.filter(length__in=alike).union(*near, *parts))
    ranked = ((place, candidate) for word in plain for candidate in found if (place := _nearness(word, candidate)))
    return [word for _place, word in sorted(ranked)]


def _nearness(word: str, candidate: str) -> tuple[int, int] | None:
    """Rank a word beside one of the question: the same, a part of it, one letter off, one that begins alike."""
    if word == candidate:
        return 0, 0
    if candidate in _parts(word):
        return 1, -len(candidate)
    if len(word) > 5 and OSA.distance(word, candidate, score_cutoff=1) == 1:
        return 2, 0
    return (3, abs(len(candidate) - len(word))) if candidate.startswith(_beginning(word)) else None


def _parts(word: str) -> set[str]:
    """Give what a word begins and ends with, of four letters and more: "fietsenstalling" holds "stalling"."""
    cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
    return {word[:cut] for cut in cuts} | {word[cut:] for cut in cuts}


def _beginning(word: str) -> str:
    return word[: min(SAME_BEGINNING, len(word) - 1)]
