"""What a search question means: terms, each with the phrases that satisfy it. No Django."""

import itertools
from dataclasses import dataclass, replace
from math import ceil

from search.dutch import compounds
from search.dutch.lexicon import NEVER_EXPANDED_STEMS as TOO_BROAD
from search.dutch.lexicon import Lexicon, Phrase
from search.dutch.words import SHORT, Forms, Token, forms_of, stem, tokenise, whole_word

LONGEST_QUESTION = 200
MOST_TERMS = 12
LONGEST_FIXED = 4
ASKING_WORDS = frozenset(
    {
        "wat",
        "wie",
        "waar",
        "waarom",
        "wanneer",
        "welk",
        "welke",
        "hoe",
        "hoeveel",
        "ik",
        "wij",
        "we",
        "mag",
        "kan",
        "kun",
    }
    | {"moet", "is", "zijn", "heeft", "hebben", "doet"}
)
# Which month it is in matters less than what takes place.
MONTHS = frozenset(
    {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november"}
    | {"december"}
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to satisfy a term: these stems side by side, or anywhere in the text."""

    words: Phrase
    is_phrase: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for. `typed` counts more than `related` (synonyms, compounds, parts).

    `loose` is what is tried when all that finds too little: the first part of a compound, which says what it is about.
    """

    text: str
    typed: tuple[Alternative, ...]
    related: tuple[Alternative, ...] = ()
    loose: tuple[Alternative, ...] = ()
    is_month: bool = False


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A question as engines read it: a text must satisfy `required` of the terms.

    `is_sentence` says that it asks in words of its own ("wat doet een i-coach"), so that no title is what it says.
    """

    text: str
    terms: tuple[Term, ...] = ()
    required: int = 0
    is_sentence: bool = False

    @property
    def whole(self) -> tuple[str, tuple[str, ...]]:
        """Give the words for a title or name that is the whole question: as typed (may be empty), and related."""
        if not self.terms or self.is_sentence:
            return "", ()
        typed = whole_word([word for term in self.terms for word in term.typed[0].words])
        if len(self.terms) > 1:
            return typed, ()
        only = self.terms[0]
        others = (whole_word(one.words) for one in (*only.typed[1:], *only.related) if one.is_phrase)
        return typed, tuple(dict.fromkeys(word for word in others if word and word != typed))

    @property
    def can_relax(self) -> bool:
        """Say whether less strict reading finds anything else."""
        return len(self.terms) > 1 or any(term.loose for term in self.terms)

    def relaxed(self) -> "ParsedQuery":
        """Give the question that half of the terms satisfies, and of a compound one part."""
        terms = [replace(term, related=term.related + term.loose, loose=()) for term in self.terms]
        return replace(self, terms=tuple(terms), required=ceil(len(self.terms) / 2))


@dataclass(frozen=True, slots=True)
class KnownCompounds:
    """What the index vocabulary adds: words that exist, and compounds found for a word."""

    words: frozenset[str] = frozenset()
    holding: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Give a question without control characters, in one line, at most 200 characters long."""
    printable = "".join(char if char.isprintable() else " " for char in text[: 4 * LONGEST_QUESTION])
    return " ".join(printable.split())[:LONGEST_QUESTION].strip()


def content_words(text: str) -> list[Token]:
    """Give the words of a question that say something, at most twelve."""
    return [token for token in tokenise(text) if not token.is_stop_word][:MOST_TERMS]


def words_to_look_up(text: str) -> tuple[set[str], set[str]]:
    """Say what parsing wants to know from the index vocabulary.

    Returns:
        (words to check, words whose compounds are wanted), all in plain spelling.
    """
    tokens = content_words(text)
    plain = [token.forms.plain for token in tokens]
    check = {a + b for a, b in itertools.pairwise(plain)}
    check.update(
        _cut_off(first, second) for first, second in itertools.pairwise(tokenise(text)) if _may_join(first, second)
    )
    for word in plain:
        check.add(word)
        for cut in compounds.cuts(word):
            check.update(cut)
    return check, {word for word in plain if len(word) >= compounds.SHORTEST_PART}


def parse(text: str, lexicon: Lexicon, known: KnownCompounds = KnownCompounds()) -> ParsedQuery:
    """Understand a question.

    Two words written apart count as the compound they form ("netwerk bijeenkomst") when the lists or the index know
    it. The longest phrase that has synonyms is taken as one term. Words cut by the vocabulary and compounds that hold
    a word come in as related.

    Parameters:
        text: A cleaned question.
        lexicon: The synonyms in use.
        known: Answers to `words_to_look_up` from the slices the viewer holds.
    """
    tokens, terms, at = _mended(text, lexicon, known), [], 0
    while at < len(tokens):
        term, used = _longest_known(tokens, at, lexicon) or _joined(tokens, at, lexicon, known) or (None, 1)
        terms.append(term or _single(tokens[at], lexicon, known))
        at += used
    is_sentence = any(token.forms.plain in ASKING_WORDS for token in tokenise(text))
    return ParsedQuery(text=text, terms=tuple(terms), required=len(terms), is_sentence=is_sentence)


def _may_join(first: Token, second: Token) -> bool:
    return first.is_stop_word and not second.is_stop_word and len(first.forms.plain) > 1


def _cut_off(first: Token, second: Token) -> str:
    return first.forms.plain + second.forms.plain


def _mended(text: str, lexicon: Lexicon, known: KnownCompounds) -> list[Token]:
    """Give the words that say something, with those put together of which a stop word was cut off.

    "mee lopen" is "meelopen", since that is a word; "gaat niet door" is one word, since it has synonyms.
    """
    tokens, found, at = list(tokenise(text)), [], 0
    while at < len(tokens):
        fixed = _fixed(tokens, at, lexicon)
        if fixed:
            found.append(_put_together(tokens[at : at + fixed], is_fixed=True))
            at += fixed
            continue
        if at + 1 < len(tokens) and _may_join(tokens[at], tokens[at + 1]):
            plain = _cut_off(tokens[at], tokens[at + 1])
            if plain in known.words or lexicon.knows((stem(plain),)):
                found.append(_put_together(tokens[at : at + 2]))
                at += 2
                continue
        if not tokens[at].is_stop_word:
            found.append(tokens[at])
        at += 1
    return found[:MOST_TERMS]


def _fixed(tokens: list[Token], at: int, lexicon: Lexicon) -> int:
    for size in range(min(LONGEST_FIXED, len(tokens) - at), 1, -1):
        span = tokens[at : at + size]
        if all(token.is_stop_word for token in span) and lexicon.knows(("".join(t.forms.plain for t in span),)):
            return size
    return 0


def _put_together(span: list[Token], *, is_fixed: bool = False) -> Token:
    plain = "".join(token.forms.plain for token in span)
    forms = Forms(plain=plain, main=plain) if is_fixed else forms_of(plain)
    return Token(text=_text(span), start=span[0].start, end=span[-1].end, forms=forms)


def _longest_known(tokens: list[Token], at: int, lexicon: Lexicon) -> tuple[Term, int] | None:
    for size in range(min(lexicon.longest, len(tokens) - at), 1, -1):
        span = tokens[at : at + size]
        phrase = tuple(token.forms.main for token in span)
        if lexicon.knows(phrase):
            related = [Alternative(other) for other in lexicon.expansions[phrase]]
            typed = Alternative(phrase, is_phrase=False)
            return Term(_text(span), typed=(typed,), related=tuple(related)), size
    return None


def _joined(tokens: list[Token], at: int, lexicon: Lexicon, known: KnownCompounds) -> tuple[Term, int] | None:
    if at + 1 >= len(tokens):
        return None
    span = tokens[at : at + 2]
    plain = "".join(token.forms.plain for token in span)
    forms = forms_of(plain)
    is_known = plain in known.words or forms.parts or lexicon.knows((forms.main,)) or compounds.is_kept_whole(plain)
    if not is_known or not forms.main:
        return None
    apart = tuple(token.forms.main for token in span)
    related = [Alternative(apart, is_phrase=False)]
    related += [Alternative(other) for other in lexicon.expansions.get((forms.main,), ())]
    return Term(_text(span), typed=(Alternative((forms.main,)), Alternative(apart)), related=tuple(related)), 2


def _single(token: Token, lexicon: Lexicon, known: KnownCompounds) -> Term:
    forms = token.forms
    related = [Alternative(other) for other in lexicon.expansions.get((forms.main,), ())]
    loose: list[str] = []
    if len(forms.parts) > 1:
        related.append(Alternative(forms.parts, is_phrase=False))
        loose.append(forms.parts[0])
    if len(forms.plain) > SHORT:
        for first, second in compounds.cuts(forms.plain):
            if not forms.parts and first in known.words and second in known.words:
                related.append(Alternative((stem(first), stem(second)), is_phrase=False))
                # Of a word nobody uses no part is meant either: a question about "lesuitval" is not one about lessons.
                loose += [stem(first)] if forms.plain in known.words else []
        for compound in known.holding:
            if forms.plain in compound and compounds.remainder(compound, forms.plain) in known.words:
                related.append(Alternative((forms_of(compound).main,)))
    typed = Alternative((forms.main,))
    unique = tuple(dict.fromkeys(other for other in related if other.words and other != typed))
    parts = (Alternative((part,)) for part in loose if len(part) > SHORT and part not in TOO_BROAD)
    is_month = forms.plain in MONTHS
    return Term(token.text, typed=(typed,), related=unique, loose=tuple(dict.fromkeys(parts)), is_month=is_month)


def _text(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)
