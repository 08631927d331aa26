"""Writes about what was searched for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from portal.shared.retention import kept_for
from search.asked.models import AskedSearch, SearchDecision
from search.asked.rules import LAST_PLACE, holds_name, words_as_said
from search.asked.states import Decision

# A database takes no more values in one statement than some hundreds, for certain.
MOST_AT_ONCE = 500


class AskedQuestion(NamedTuple):
    """One question that was sent: as kept (`rules.as_kept`), how many results it gave, when, and its random key."""

    text: str
    found: int
    at: datetime
    key: str = ""


def record_questions(asked: Iterable[tuple]) -> int:
    """Store questions that were sent, in one statement.

    Parameters:
        asked: AskedQuestion, or tuples in its order.

    Returns:
        How many were stored.
    """
    rows = [
        AskedSearch(text=row.text, found=row.found, asked_at=row.at, key=row.key)
        for row in (AskedQuestion(*values) for values in asked)
    ]
    return len(AskedSearch.objects.bulk_create(rows))


def record_opened(places: Mapping[str, int]) -> set[str]:
    """Store of which questions a result was opened; the first one counts, whatever comes after it.

    Parameters:
        places: The place of the result in the list, from 1, by the key of the question; 0 for one that editors
            promoted.

    Returns:
        The keys of which no question is stored, perhaps because another process has yet to write it.
    """
    known = set(AskedSearch.objects.filter(key__in=places).exclude(key="").values_list("key", flat=True))
    by_place: dict[int, list[str]] = defaultdict(list)
    for key in known:
        by_place[min(places[key], LAST_PLACE)].append(key)
    for place, keys in by_place.items():
        AskedSearch.objects.filter(key__in=keys, opened_place=None).update(opened_place=place)
    return set(places) - known


def decide_question(*, text: str, decision: Decision, at: datetime) -> SearchDecision:
    """Note what editors decided about a question; a later decision takes the place of an earlier one.

    Parameters:
        text: As kept.
        decision: A call for stories, or handled.
        at: Now.
    """
    values = {"decision": decision, "decided_at": at}
    row, _made = SearchDecision.objects.update_or_create(text=text, defaults=values)
    return row


def forget_old_questions(at: datetime) -> int:
    """Delete questions and closed decisions older than their period; give the number of rows."""
    before = at - kept_for("searches")
    questions, _per_model = AskedSearch.objects.filter(asked_at__lt=before).delete()
    closed = SearchDecision.objects.filter(decision=Decision.HANDLED, decided_at__lt=before)
    decisions, _per_model = closed.delete()
    return questions + decisions


def forget_questions_naming(names: Iterable[str]) -> int:
    """Delete the questions in which someone who leaves is named, and what was decided about them.

    A name of one word is left alone: others have it, or it is a word as well ("Bakker"), and questions about ordinary
    words must stay. Capitals, accents and hyphens make no difference.

    Parameters:
        names: Full names and addresses.

    Returns:
        How many rows were deleted.
    """
    looked_for = [words for words in map(words_as_said, names) if len(words) > 1]
    if not looked_for:
        return 0
    count = 0
    for model in (AskedSearch, SearchDecision):
        texts = model.objects.order_by().values_list("text", flat=True).distinct()
        naming = [text for text in texts.iterator(chunk_size=1000) if holds_name(text, looked_for)]
        for start in range(0, len(naming), MOST_AT_ONCE):
            rows, _per_model = model.objects.filter(text__in=naming[start : start + MOST_AT_ONCE]).delete()
            count += rows
    return count
