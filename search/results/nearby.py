"""What lies near a question that found little or nothing: words that do find something, and a commoner spelling."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from search.dutch.lexicon import Lexicon
from search.dutch.query import content_words, parse
from search.dutch.spelling import allowed_mistakes, closest
from search.dutch.words import Token, forms_of
from search.engines.choice import EMBEDDED
from search.engines.interface import NO_FILTERS, Sort
from search.index.models import Word
from search.results.understanding import stands_in_a_text

# How many words of a question are looked around, how many words are tried, and how many are offered.
LOOKED_AROUND, TRIED, OFFERED = 3, 6, 4
# Words that begin alike are near, however they end: "toetsafname" and "toetsleverancier".
SAME_BEGINNING = 5


@dataclass(frozen=True, slots=True)
class NearTerm:
    """A word that finds something, and how much."""

    word: str
    total: int


def near_terms(text: str, *, lexicon: Lexicon, slices: Sequence[str]) -> tuple[NearTerm, ...]:
    """Give words like those of a question, which find something for the holder of these slices.

    The list of words may hold some of texts that are gone, so each is asked for first, of the entries themselves. At
    most fifteen queries, and only for a question without results.
    """
    found: list[NearTerm] = []
    seen: set[tuple[str, ...]] = set()
    for word in _near_words(content_words(text)[:LOOKED_AROUND], slices):
        query = parse(word, lexicon)
        stems = tuple(term.typed[0].words[0] for term in query.terms)
        if not query.terms or stems in seen:
            continue
        seen.add(stems)
        if len(seen) > TRIED or len(found) == OFFERED:
            break
        options = {"filters": NO_FILTERS, "page": 1, "page_size": 1, "sort": Sort.RELEVANCE}
        total = EMBEDDED.search(query, slices=slices, **options).total
        # What the question brings in besides the word itself finds things too; the word may be gone from them all.
        if total and all(stands_in_a_text(stem, slices) for stem in stems):
            found.append(NearTerm(word, total))
    return tuple(found)


def commoner(text: str, *, slices: Sequence[str]) -> str | None:
    """Give a question that found little with its words as they are more often spelt, or None.

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
        if meant is None or forms_of(meant).main == stem or not stands_in_a_text(forms_of(meant).main, slices):
            continue
        pieces += [text[last : token.start], meant]
        last, is_changed = token.end, True
    return "".join([*pieces, text[last:]]) if is_changed else None


def _near_words(tokens: Iterable[Token], slices: Sequence[str]) -> list[str]:
    """Give words of the slices, nearest first: those of the question that exist, then those like them. One query."""
    plain = [token.forms.plain for token in tokens if len(token.forms.plain) > 3 and token.forms.plain.isascii()]
    if not plain:
        return []
    words = Word.objects.filter(slice__in=slices).order_by().values_list("word", flat=True)
    near = [words.filter(word__gte=start, word__lte=f"{start}zzzzzzzzzzzz") for start in map(_beginning, plain)]
    alike = {length for word in plain for length in range(len(word) - 2, len(word) + 3)}
    found = set(words.filter(length__in=alike).union(*near))
    ranked = ((_distance(word, candidate), candidate) for word in plain for candidate in found)
    return [word for distance, word in sorted(ranked) if distance <= 1]


def _distance(word: str, candidate: str) -> float:
    """Give how far apart two words are: 0 when equal, up to 1 for near ones, more for others."""
    if word == candidate:
        return 0
    mistakes = OSA.distance(word, candidate, score_cutoff=allowed_mistakes(word) + 1) / (allowed_mistakes(word) + 1)
    if mistakes <= 1:
        return mistakes
    return 1.0 if candidate.startswith(_beginning(word)) else 2.0


def _beginning(word: str) -> str:
    return word[: min(SAME_BEGINNING, len(word) - 1)]
