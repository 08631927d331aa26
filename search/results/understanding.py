"""Turns what someone types into a question for the engines, and finds what was meant when nothing is found."""

from collections.abc import Collection, Iterable, Sequence

from django.db import connections, router

from search.dutch import compounds
from search.dutch.lexicon import Lexicon, known_misspellings
from search.dutch.query import Alternative, KnownCompounds, ParsedQuery, Term, clean, parse, words_to_look_up
from search.dutch.spelling import allowed_mistakes, nearest
from search.dutch.words import Token, forms_of, tokenise
from search.engines.choice import EMBEDDED
from search.engines.interface import NO_FILTERS, Sort
from search.index.models import Word

# No text sorts after this within the same beginning; words in the list hold letters a-z and digits only.
_AFTER_ALL = "zzzzzzzzzzzz"
_MOST_COMPOUNDS = 60
# Words close to the one typed that are tried before it counts as unknown.
_MOST_ATTEMPTS = 3
# Each is compared with every word of about its length, which takes a tenth of a second where there are very many.
MOST_CORRECTED = 4


def understand(text: str, *, lexicon: Lexicon, slices: Sequence[str]) -> ParsedQuery:
    """Parse a question with the synonyms in use and the words of the slices the viewer holds. At most two queries."""
    text = clean(text)
    check, whole = words_to_look_up(text)
    if not check:
        return parse(text, lexicon)
    found = _holding(check, [word for word in whole if word.isascii()], slices)
    words = frozenset(found)
    # A compound counts when what is left of it is a word too: "leeromgeving" holds "leer", "leerling" does not.
    left = _parts_left(words, whole) - words - lexicon.words
    if left:
        words |= _known(left, slices)
    holding = tuple(sorted(words - check, key=lambda word: (len(word), word))[:_MOST_COMPOUNDS])
    known = KnownCompounds(words=words | lexicon.words, holding=holding)
    return parse(text, lexicon, known)


def _holding(check: set[str], whole: Iterable[str], slices: Sequence[str]) -> Iterable[str]:
    """Give which of the words exist, and the words that begin or end with one of `whole`.

    A union, not an OR: each part reads its own index. Written out, since every search asks it: building the union from
    querysets took as long as a rare word's whole search in the full-text table.
    """
    part = f"SELECT word FROM search_word WHERE slice IN ({_marks(slices)}) AND "  # noqa: S608 (placeholders)
    parts, params = [f"{part}word IN ({_marks(check)})"], [*slices, *check]
    for word in whole:
        backwards = word[::-1]
        parts += [f"{part}word > %s AND word <= %s", f"{part}reversed > %s AND reversed <= %s"]
        params += [*slices, word, word + _AFTER_ALL, *slices, backwards, backwards + _AFTER_ALL]
    return _words(" UNION ".join(parts), params)


def _marks(values: Collection[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _words(statement: str, params: Sequence[str]) -> list[str]:
    with connections[router.db_for_read(Word)].cursor() as cursor:
        cursor.execute(statement, params)
        return [word for (word,) in cursor.fetchall()]


def _known(words: Collection[str], slices: Sequence[str]) -> set[str]:
    """Give those of the words that exist."""
    asked = f"SELECT word FROM search_word WHERE slice IN ({_marks(slices)}) AND word IN ({_marks(words)})"  # noqa: S608
    return set(_words(asked, [*slices, *words])) if words else set()


def _parts_left(found: Iterable[str], whole: Iterable[str]) -> set[str]:
    return {part for compound in found for word in whole if (part := compounds.remainder(compound, word))}


def corrected(text: str, *, lexicon: Lexicon, slices: Sequence[str]) -> str | None:
    """Find what was probably meant by a question that finds nothing.

    Words come from texts of the slices the viewer holds and from the public lists, never from what she may not see. The
    caller still has to search for the answer before showing it: all its words together may be in no text.

    At most MOST_CORRECTED different words are compared with those of the texts. Where more are unknown none is: that is
    no slip of the pen but another language, or nonsense, and correcting a part of it would find something else. Listed
    misspellings are replaced all the same. At most two queries, and three for each unknown word.

    Returns:
        The question with its unknown words replaced, or None when nothing is close enough.
    """
    text = clean(text)
    tokens = list(tokenise(text))
    replaced = _known_misspellings(tokens)
    plain = {token.forms.plain for at, token in enumerate(tokens) if at not in replaced and not token.is_stop_word}
    known = _known(plain, slices) | lexicon.words
    unknown = {
        at: token.forms.plain
        for at, token in enumerate(tokens)
        if token.forms.plain in plain - known
        and at not in replaced
        and (token.forms.main,) not in lexicon.expansions
        and allowed_mistakes(token.forms.plain)
    }
    words = set(unknown.values())
    if len(words) <= MOST_CORRECTED:
        candidates = _candidates(words, lexicon, slices)
        meant = {word: _meant(word, candidates, lexicon, slices) for word in words}
        replaced |= {at: (1, meant[word]) for at, word in unknown.items() if meant[word]}
    if not replaced:
        return None
    return _put_together(text, tokens, replaced)


def _meant(word: str, candidates: set[str], lexicon: Lexicon, slices: Sequence[str]) -> str | None:
    """Give the closest word that stands in a text the viewer may see: the list of words lags behind the texts."""
    for meant in nearest(word, candidates, most=_MOST_ATTEMPTS):
        if meant in lexicon.words or _stands_in_a_text(meant, slices):
            return meant
    return None


def _stands_in_a_text(word: str, slices: Sequence[str]) -> bool:
    stem = forms_of(word).main
    # Words that are too common to index are no secret.
    return not stem or stands_in_a_text(stem, slices)


def stands_in_a_text(stem: str, slices: Sequence[str]) -> bool:
    """Say whether a stem stands in an entry of these slices as they are now, in one query."""
    query = ParsedQuery(text=stem, terms=(Term(stem, typed=(Alternative((stem,)),)),), required=1)
    found = EMBEDDED.search(query, slices=slices, filters=NO_FILTERS, page=1, page_size=1, sort=Sort.RELEVANCE)
    return found.unfiltered_total > 0


def _candidates(words: set[str], lexicon: Lexicon, slices: Sequence[str]) -> set[str]:
    lengths = set()
    for word in words:
        allowed = allowed_mistakes(word)
        if allowed:
            lengths.update(range(len(word) - allowed, len(word) + allowed + 1))
    if not lengths:
        return set()
    found = set(Word.objects.filter(slice__in=slices, length__in=lengths).values_list("word", flat=True))
    return found | {word for word in lexicon.words if len(word) in lengths and word.isascii()}


def _known_misspellings(tokens: list[Token]) -> dict[int, tuple[int, str]]:
    table, found, at = known_misspellings(), {}, 0
    while at < len(tokens):
        for size in range(min(3, len(tokens) - at), 0, -1):
            meant = table.get(tuple(token.forms.plain for token in tokens[at : at + size]))
            if meant:
                found[at] = (size, meant)
                at += size
                break
        else:
            at += 1
    return found


def _put_together(text: str, tokens: list[Token], replaced: dict[int, tuple[int, str]]) -> str:
    pieces, last, at = [], 0, 0
    while at < len(tokens):
        size, meant = replaced.get(at, (1, ""))
        if meant:
            pieces += [text[last : tokens[at].start], meant]
            last = tokens[at + size - 1].end
        at += size
    return "".join([*pieces, text[last:]])
