"""Marks the words found in a text, and cuts the passage that shows most of them. Text of others is always escaped."""

from collections.abc import Iterable
from enum import IntEnum

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from search.dutch.lexicon import Phrase
from search.dutch.query import ParsedQuery
from search.dutch.words import ONE_LETTER_PREFIXES, WORD, Forms, forms_of, tokenise

EXCERPT = 220
# Beyond this much text no passage is looked for; it is some ten pages.
SEEN_TEXT = 30_000
# In a passage of that length stand fewer words; so many places are enough to choose one.
PLACES = 40


class _Use(IntEnum):
    """What a word as written means for the marking."""

    NONE = 0
    MARKED = 1
    PERHAPS = 2  # part of a phrase, or of "i coach": depends on its neighbours


class Marker:
    """Finds the words to mark in texts: single words, and phrases of which all words stand side by side."""

    def __init__(self, words: Iterable[str], phrases: Iterable[Phrase] = ()):
        self._words = frozenset(words)
        self._phrases = tuple(phrases)
        self._in_phrases = frozenset(word for phrase in self._phrases for word in phrase)
        self._after_letter = frozenset(word[1:] for word in self._words if word[:1] in ONE_LETTER_PREFIXES)
        # Ten texts of a thousand words each repeat most of them; each is looked at once.
        self._uses: dict[str, _Use] = {}

    @classmethod
    def of(cls, query: ParsedQuery) -> "Marker":
        """Collect what satisfies a question."""
        words, phrases = set(), []
        for term in query.terms:
            for alternative in (*term.typed, *term.related):
                if len(alternative.words) == 1 or not alternative.is_phrase:
                    words.update(alternative.words)
                else:
                    phrases.append(alternative.words)
        return cls(words, phrases)

    def spans(self, text: str, *, most: int | None = None) -> list[tuple[int, int]]:
        """Give where the found words stand in a text, in order, without overlap; at least the first `most` places."""
        found, is_certain, uses = [], True, self._uses
        for match in WORD.finditer(text):
            written = match.group()
            use = uses.get(written)
            if use is None:
                use = uses[written] = self._use_of(written)
            if not use:
                continue
            if use is _Use.MARKED:
                found.append(match.span())
                if is_certain and len(found) == most:
                    break
            else:
                is_certain = False
        return found if is_certain else self._spans_with_neighbours(text)

    def _use_of(self, written: str) -> _Use:
        forms = forms_of(written)
        main = forms.main
        if main in self._words or (forms.parts and not self._words.isdisjoint(forms.parts)):
            return _Use.MARKED
        if main and (main in self._in_phrases or main in self._after_letter):
            return _Use.PERHAPS
        return _Use.NONE

    def _spans_with_neighbours(self, text: str) -> list[tuple[int, int]]:
        tokens = [token for token in tokenise(text) if not token.is_stop_word]
        marked = {at for at, token in enumerate(tokens) if self._holds(token.forms)}
        stems = [token.forms.main for token in tokens]
        for phrase in self._phrases if not self._in_phrases.isdisjoint(stems) else ():
            for at, stem in enumerate(stems):
                if stem == phrase[0] and tuple(stems[at : at + len(phrase)]) == phrase:
                    marked.update(range(at, at + len(phrase)))
        return [(tokens[at].start, tokens[at].end) for at in sorted(marked)]

    def _holds(self, forms: Forms) -> bool:
        return forms.main in self._words or bool(forms.parts and not self._words.isdisjoint(forms.parts))


def marked(text: str, spans: list[tuple[int, int]]) -> SafeString:
    """Escape a text and put <mark> around the spans."""
    pieces, last = [], 0
    for start, end in spans:
        pieces += (escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>")
        last = end
    return mark_safe("".join((*pieces, escape(text[last:]))))


def excerpt(summary: str, body: str, marker: Marker) -> SafeString:
    """Give a passage of some 220 characters with the found words marked.

    The summary is shown when a word stands in it; else the passage of the text where most found words stand close
    together; else the beginning of the summary or the text.
    """
    summary = " ".join(summary.split())
    if found := marker.spans(summary):
        return _cut(summary, found)
    body = " ".join(body[:SEEN_TEXT].split())
    if found := marker.spans(body, most=PLACES):
        return _cut(body, found)
    return _cut(summary or body, [])


def _cut(text: str, spans: list[tuple[int, int]]) -> SafeString:
    start = _best_start(spans)
    start = 0 if start < EXCERPT // 4 or len(text) <= EXCERPT else _word_start(text, max(0, start - EXCERPT // 4))
    end = len(text) if len(text) - start <= EXCERPT else _word_end(text, start + EXCERPT)
    inside = [(a - start, b - start) for a, b in spans if a >= start and b <= end]
    passage = marked(text[start:end].rstrip(), inside)
    return format_html("{}{}{}", "… " if start else "", passage, " …" if end < len(text) else "")


def _best_start(spans: list[tuple[int, int]]) -> int:
    best, most = 0, 0
    for at, (start, _end) in enumerate(spans):
        near = sum(1 for other, _ in spans[at : at + 12] if other - start <= EXCERPT * 3 // 4)
        if near > most:
            best, most = start, near
    return best


def _word_start(text: str, at: int) -> int:
    space = text.find(" ", at)
    return space + 1 if space != -1 and space - at < 40 else at


def _word_end(text: str, at: int) -> int:
    space = text.rfind(" ", max(0, at - 40), at + 1)
    return space if space != -1 else at
