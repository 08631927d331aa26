"""Which questions are the same to a promotion, and when one runs, on plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from search.dutch.words import tokenise

# More than these above the results would be results.
MOST_SHOWN = 3

Words = frozenset[str]


def words_of(question: str) -> Words:
    """Give the words by which a question is recognised: stems without stop words, compounds by their parts.

    So "netwerkbijeenkomsten voor coaches" is "coach netwerk bijeenkomst". Synonyms are other questions: editors say
    for which words they mean it.

    Returns:
        Nothing for a question that holds no word of its own.
    """
    words: set[str] = set()
    for token in tokenise(question):
        forms = token.forms
        if forms.main:
            words.update(forms.parts if len(forms.parts) > 1 else (forms.main,))
    return frozenset(words)


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing that editors want above the results of a question, from and up to a day."""

    kind: str
    object_key: str
    reason: str = ""
    starts_on: date | None = None
    ends_on: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether it is shown on a day; both ends are included."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


def running(picks: Iterable[Pick], *, on: date) -> tuple[Pick, ...]:
    """Give the picks that run on a day, in the order of the editors, each thing once, at most three."""
    chosen: dict[tuple[str, str], Pick] = {}
    for pick in picks:
        if pick.runs_on(on):
            chosen.setdefault((pick.kind, pick.object_key), pick)
    return tuple(chosen.values())[:MOST_SHOWN]


def thing_of(kind: str, object_key: str) -> str:
    """Give the one text by which a findable thing is chosen and kept."""
    return f"{kind}:{object_key}"


def kind_and_key(thing: str) -> tuple[str, str]:
    """Give the kind and key that a text stands for; the kind is empty when it stands for nothing."""
    # No text in a database holds this sign, and PostgreSQL takes no question with it.
    kind, _colon, key = thing.replace("\0", "").partition(":")
    return (kind, key) if key else ("", kind)
