"""Writes about what was searched for."""

from collections.abc import Iterable
from datetime import datetime

from portal.shared.retention import kept_for
from search.asked.models import AskedSearch, SearchDecision
from search.asked.states import Decision

# As other logs (DECISIONS 16).


def record_questions(asked: Iterable[tuple[str, int, datetime]]) -> int:
    """Store questions that were sent, in one statement.

    Parameters:
        asked: Of each the text as kept (`rules.as_kept`), how many results it gave, and when it was asked.

    Returns:
        How many were stored.
    """
    rows = [AskedSearch(text=text, found=found, asked_at=at) for text, found, at in asked]
    return len(AskedSearch.objects.bulk_create(rows))


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
