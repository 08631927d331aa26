"""What lies near a question that found little or nothing: words that do find something, and a commoner spelling."""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import OSA

from search.dutch.lexicon import Lexicon
from search.dutch.query import ParsedQuery, content_words, parse
from search.dutch.spelling import closest
from search.dutch.words import Token, forms_of
from search.index.models import Word
from search.results.understanding import MOST_CORRECTED, stands_in_a_text

# How many words of a question are looked around, how many near ones are asked for, and how many of those are kept.
LOOKED_AROUND, TRIED, KEPT = 3, 12, 6
# Words that begin alike are near, however they end: "toetsafname" and "toetsleverancier".
SAME_BEGINNING = 5
# Of short words nearly all have a neighbour: "maart" and "maakt", "noor" and "nood".
SHORTEST_MISTYPED = 6
SHORTEST_PART = 4


def near_queries(text: str, *, lexicon: Lexicon, slices: Sequence[str]) -> list[ParsedQuery]:
    """Give questions of one word each that are like a question, nearest first; at most six, of different stems.

    The list of words may hold some of texts that are gone or hidden: the caller asks each before naming it. At most
    thirteen queries, one for the words and one for each word that is tried; only for a question without results.
    """
    queries: dict[str, ParsedQuery] = {}
    tried = 0
    for word in _near_words(content_words(text)[:LOOKED_AROUND], slices):
        query = parse(word, lexicon)
        stems = [term.typed[0].words[0] for term in query.terms]
        if not stems or stems[0] in queries:
            continue
        if tried == TRIED:
            break
        tried += 1
        # What the question brings in besides the word itself finds things too; the word may be gone from them all.
        if all(stands_in_a_text(stem, slices) for stem in stems):
            queries[stems[0]] = query
        if len(queries) == KEPT:
            break
    return list(queries.values())


def commoner(text: str, *, slices: Sequence[str]) -> str | None:
    """Give a question that found little with its words as they are more often spelt, or None.

    The caller still has to see whether it finds more. As in `corrected`, nothing is compared when there are more than
    MOST_CORRECTED long words. At most one query, and one for each of those.
    """
    tokens = [token for token in content_words(text) if len(token.forms.plain) >= SHORTEST_MISTYPED]
    if not tokens or len(tokens) > MOST_CORRECTED:
        return None
    lengths = {len(token.forms.plain) + off for token in tokens for off in (-1, 0, 1)}
    words = Word.objects.filter(slice__in=slices, length__in=lengths).order_by().values_list("word", flat=True)
    candidates = set(words) - {token.forms.plain for token in tokens}
    pieces, last, is_changed = [], 0, False
    for token in tokens:
        stem = token.forms.main
        meant = closest(token.forms.plain, candidates)
        if meant is None or forms_of(meant).main == stem:
            continue
        # A word that stands in a text is rarely wrong: one slip of the fingers is all that is offered for it.
        if OSA.distance(token.forms.plain, meant) > 1 or not stands_in_a_text(forms_of(meant).main, slices):
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
