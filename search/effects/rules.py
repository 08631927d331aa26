"""What a group of synonyms says that its editor may not have meant, on plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from search.dutch.lexicon import Lexicon, Phrase, SynonymRow, phrase_of


class RemarkKind(Enum):
    """Why a word of a group does less, or more, than it seems to."""

    STOP_WORDS = "only words that search leaves out"
    NEVER_EXPANDED = "too broad, never expanded"
    SAME = "the same word to search as another of the group"
    ELSEWHERE = "stands in another group, too"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark about one word; `other` is the word it is about, or the first words of the group."""

    kind: RemarkKind
    term: str
    other: str = ""


def remarks_on(row: SynonymRow, others: Iterable[SynonymRow]) -> tuple[Remark, ...]:
    """Give the remarks on a group, in the order of its words.

    Parameters:
        row: The group as typed.
        others: The other groups in use.
    """
    groups: dict[Phrase, dict[str, None]] = {}
    for other in others:
        for term in (*other.terms, *other.expands_to):
            groups.setdefault(phrase_of(term), {})[", ".join(other.terms[:4])] = None
    found, seen = [], dict[Phrase, str]()
    for term in dict.fromkeys((*row.terms, *row.expands_to)):
        phrase = phrase_of(term)
        if not phrase:
            found.append(Remark(RemarkKind.STOP_WORDS, term))
            continue
        if phrase in seen:
            found.append(Remark(RemarkKind.SAME, term, seen[phrase]))
            continue
        seen[phrase] = term
        if term in row.terms and is_never_expanded(term):
            found.append(Remark(RemarkKind.NEVER_EXPANDED, term))
        found += (Remark(RemarkKind.ELSEWHERE, term, name) for name in groups.get(phrase, ()))
    return tuple(found)


def is_never_expanded(term: str) -> bool:
    """Whether a word is kept from having synonyms: whoever types it finds that word only (DOMAIN 16)."""
    probe = SynonymRow(name="", is_one_way=False, terms=(term, "proefwoord", "testwoord"))
    return not Lexicon.of([probe]).knows(phrase_of(term))


def changed_terms(
    before: Lexicon, after: Lexicon, *, row: SynonymRow, previous: SynonymRow | None, others: Iterable[SynonymRow]
) -> tuple[str, ...]:
    """Give the words of which the meaning to search changes, as they are written in the groups.

    Parameters:
        before: The synonyms in use.
        after: The synonyms with the change.
        row: The group as typed.
        previous: The group as it is in use, if it is.
        others: The other groups: a one-way group takes over what its broader words mean.

    Returns:
        Words of this group first, also those that were taken out; each once, however it is spelt.
    """
    rows = [row, *([previous] if previous else []), *others]
    written: dict[Phrase, str] = {}
    for term in (term for each in rows for term in (*each.terms, *each.expands_to)):
        written.setdefault(phrase_of(term), term)
    return tuple(
        term
        for phrase, term in written.items()
        if set(before.expansions.get(phrase, ())) != set(after.expansions.get(phrase, ()))
    )
