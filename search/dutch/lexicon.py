"""Synonyms and known misspellings, ready to look up by the stems of a query. No Django."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from search.dutch.compounds import DATA, known_words
from search.dutch.words import ALSO_NAMES, fixed_word, fold, forms_of, name_form, tokenise

# Too broad to carry synonyms of their own (DOMAIN 16).
NEVER_EXPANDED = frozenset(
    {"les", "ervaring", "school", "college", "deelnemer", "vol", "handel", "bouw", "keuken", "teams"}
)

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SynonymRow:
    """One group: words that mean the same, or (one way) words that also bring in broader ones."""

    name: str
    is_one_way: bool
    terms: tuple[str, ...]
    expands_to: tuple[str, ...] = ()
    note: str = ""


def phrase_of(text: str) -> Phrase:
    """Give the stems of a term without its stop words; one stem for a compound, however it is spelt.

    A term of stop words only ("gaat niet door") is one word of its own.
    """
    words = tuple(token.forms.main for token in tokenise(text) if not token.is_stop_word)
    if not words and (fixed := fixed_word(text)):
        return (fixed,)
    return words


def _broader(text: str) -> Phrase:
    """Give the stems of a term that others bring in; "teams" there is the name, not the plural of "team"."""
    folded = fold(text)
    return (name_form(folded),) if folded in ALSO_NAMES else phrase_of(text)


@dataclass(frozen=True)
class Lexicon:
    """Looks up which other phrases a phrase stands for."""

    expansions: dict[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    longest: int = 1

    @classmethod
    def of(cls, rows: Iterable[SynonymRow]) -> "Lexicon":
        """Build the look-up from synonym groups.

        A two-way group joins all its terms. A one-way group adds its broader words, and what those mean themselves,
        to its terms only: "itslearning" finds "leeromgeving" and "elo", but not the other way round.
        """
        rows = list(rows)
        found: dict[Phrase, dict[Phrase, None]] = {}
        words: set[str] = set()
        for row in rows:
            phrases = [phrase for term in row.terms if (phrase := phrase_of(term))]
            words.update(token.forms.plain for term in (*row.terms, *row.expands_to) for token in tokenise(term))
            if not row.is_one_way:
                for phrase in phrases:
                    found.setdefault(phrase, {}).update(dict.fromkeys(other for other in phrases if other != phrase))
        two_way = {phrase: tuple(others) for phrase, others in found.items()}
        for row in rows:
            if not row.is_one_way:
                continue
            broader = [phrase for term in row.expands_to if (phrase := _broader(term))]
            reached = [further for phrase in broader for further in (phrase, *two_way.get(phrase, ()))]
            for term in row.terms:
                if phrase := phrase_of(term):
                    found.setdefault(phrase, {}).update(dict.fromkeys(other for other in reached if other != phrase))
        expansions = {phrase: tuple(others) for phrase, others in found.items() if not _is_never_expanded(phrase)}
        return cls(
            expansions=expansions,
            words=frozenset(words) | known_words(),
            longest=max((len(phrase) for phrase in expansions), default=1),
        )

    def knows(self, phrase: Phrase) -> bool:
        """Say whether the phrase stands in a group."""
        return phrase in self.expansions


NEVER_EXPANDED_STEMS = frozenset(forms_of(word).main for word in NEVER_EXPANDED)


def _is_never_expanded(phrase: Phrase) -> bool:
    return len(phrase) == 1 and phrase[0] in NEVER_EXPANDED_STEMS


@lru_cache(maxsize=1)
def bundled_rows() -> tuple[SynonymRow, ...]:
    """Read the synonym groups that come with the portal (data/synonyms.csv)."""
    with (DATA / "synonyms.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(
            SynonymRow(
                name=row["group_id"],
                is_one_way=row["mode"] == "oneway",
                terms=tuple(row["terms"].split("|")),
                expands_to=tuple(term for term in row["expands_to"].split("|") if term),
                note=row["note"],
            )
            for row in csv.DictReader(handle)
        )


@lru_cache(maxsize=1)
def known_misspellings() -> dict[tuple[str, ...], str]:
    """Read the common misspellings (data/misspellings.csv): plain words as typed, and what was meant."""
    with (DATA / "misspellings.csv").open(encoding="utf-8", newline="") as handle:
        return {
            tuple(token.forms.plain for token in tokenise(row["typed"])): row["intended"]
            for row in csv.DictReader(handle)
        }
