"""Why a result was found and stands where it does, for operators; the same account for every engine."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from portal.shared.audiences.rules import Viewer
from search.dutch.query import Alternative, ParsedQuery, Term
from search.engines.choice import chosen_engine
from search.engines.interface import NO_FILTERS, Engine, EngineUnavailable, Sort
from search.index.fulltext import AnalysedText, words_of
from search.index.models import Entry
from search.results.hits import Hit

FIELDS = ("title", "keywords", "summary", "body")
# Elasticsearch gives no more results than this in one answer.
MOST_SCORES = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """One way in which a term stands in an entry: its stems, the fields they stand in, and whether they were typed."""

    words: str
    fields: tuple[str, ...]
    is_typed: bool


@dataclass(frozen=True, slots=True)
class TermReason:
    """What one term contributed. `score` is what the engine gives for this term alone, None when it gave none."""

    term: str
    found: tuple[Found, ...]
    score: float | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a result was found. The engine's score is that of the words times the boost."""

    boost: float
    slice: str
    terms: tuple[TermReason, ...]


def reasons_for(
    hits: Sequence[Hit], parsed: ParsedQuery, *, viewer: Viewer, engine: Engine | None = None
) -> list[Reason | None]:
    """Say why each of the hits was found; None for one whose entry is gone by now.

    Fields are those of the analysed text, in which all engines search. One question per term goes to the engine.

    Parameters:
        hits: As `answer` gave them, in any number.
        parsed: The question that was answered.
        viewer: Who looks; only her entries are read.
    """
    slices = viewer.slices()
    entries = {
        (entry.kind, entry.object_key): entry
        for entry in Entry.objects.for_slices(slices)
        .filter(object_key__in={hit.object_key for hit in hits})
        .select_related("text")
    }
    scores = [_scores(replace(parsed, terms=(term,), required=1), slices, engine) for term in parsed.terms]
    return [_reason(entries.get((hit.kind, hit.object_key)), parsed, scores) for hit in hits]


def _scores(question: ParsedQuery, slices: Sequence[str], engine: Engine | None) -> dict[int, float]:
    try:
        results = (engine or chosen_engine()).search(
            question, slices=slices, filters=NO_FILTERS, page=1, page_size=MOST_SCORES, sort=Sort.RELEVANCE
        )
    except EngineUnavailable:
        return {}
    return {hit.entry_id: hit.score for hit in results.hits}


def _reason(entry: Entry | None, parsed: ParsedQuery, scores: list[dict[int, float]]) -> Reason | None:
    if entry is None:
        return None
    text = words_of(entry)
    terms = tuple(
        TermReason(term=term.text, found=_found(term, text), score=alone.get(entry.pk))
        for term, alone in zip(parsed.terms, scores, strict=True)
    )
    return Reason(boost=entry.boost, slice=entry.slice, terms=terms)


def _found(term: Term, text: AnalysedText) -> tuple[Found, ...]:
    ways = [(one, True) for one in term.typed] + [(one, False) for one in term.related]
    found = []
    for alternative, is_typed in ways:
        if fields := _fields(alternative, text):
            joint = " " if alternative.is_phrase else " & "
            found.append(Found(words=joint.join(alternative.words), fields=fields, is_typed=is_typed))
    return tuple(found)


def _fields(alternative: Alternative, text: AnalysedText) -> tuple[str, ...]:
    """Give the fields that hold the words: side by side in one for a phrase, else spread over any."""
    fields = {name: getattr(text, name) for name in FIELDS}
    if alternative.is_phrase:
        return tuple(name for name, words in fields.items() if _holds_phrase(words, alternative.words))
    holding = {word: [name for name, words in fields.items() if word in words] for word in alternative.words}
    if not all(holding.values()):
        return ()
    named = {name for names in holding.values() for name in names}
    return tuple(name for name in FIELDS if name in named)


def _holds_phrase(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(tuple(words[at : at + size]) == phrase for at, word in enumerate(words) if word == phrase[0])


def why_in_words(reason: Reason) -> str:
    """Give a reason in one line, e.g. "why: coach in title, body; +peer in body (2.10) · boost 1.2".

    A plus sign stands before what was not typed: synonyms, compounds and parts.
    """
    within, nowhere = _("in"), _("nowhere")
    terms = []
    for term in reason.terms:
        ways = [f"{'' if one.is_typed else '+'}{one.words} {within} {', '.join(one.fields)}" for one in term.found]
        score = "" if term.score is None else f" ({term.score:.2f})"
        terms.append(("; ".join(ways) or f"{term.term} {nowhere}") + score)
    return _("why: %(terms)s · boost %(boost)s") % {"terms": " | ".join(terms), "boost": f"{reason.boost:g}"}
