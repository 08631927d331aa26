"""Finding words in names of topics, themes, roles and schools, on plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search.dutch.lexicon import Lexicon
from search.dutch.words import fold, tokenise

MOST_WORDS = 6
# A shorter stem would begin half of all words.
SHORTEST_BEGINNING = 4


@dataclass(frozen=True, slots=True)
class SearchWord:
    """One word that someone looks for: as written, without accents, and every stem that stands for it."""

    written: str
    folded: str
    stems: frozenset[str]


def search_words(text: str, lexicon: Lexicon) -> tuple[SearchWord, ...]:
    """Cut a question into the words that each have to be found.

    Parameters:
        text: What someone typed; words that say nothing ("de", "van") are left out.
        lexicon: The synonyms in use.

    Returns:
        At most MOST_WORDS words; the stems hold those of one-word synonyms, e.g. "digidoc" for "i-coach".
    """
    found = []
    for token in tokenise(text):
        if token.is_stop_word:
            continue
        main = token.forms.main
        others = {phrase[0] for phrase in lexicon.expansions.get((main,), ()) if len(phrase) == 1}
        found.append(SearchWord(token.text, fold(token.text), frozenset({main, *others})))
    return tuple(found[:MOST_WORDS])


def ids_holding(word: SearchWord, stems_by_id: Mapping[int, Iterable[str]]) -> set[int]:
    """Give the ids of the names in which a word stands, or that have a word which begins with it.

    Parameters:
        word: From `search_words`.
        stems_by_id: The stems of each name, from `stems_of`.
    """
    return {pk for pk, stems in stems_by_id.items() if any(_fits(word, stem) for stem in stems)}


def stems_of(name: str) -> tuple[str, ...]:
    """Give the stems under which a name is found, those of a compound's parts too."""
    return tuple(
        stem for token in tokenise(name) if not token.is_stop_word for stem in (token.forms.main, *token.forms.parts)
    )


def _fits(word: SearchWord, stem: str) -> bool:
    return any(stem == asked or (len(asked) >= SHORTEST_BEGINNING and stem.startswith(asked)) for asked in word.stems)
