"""Saying how it was."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.harvest.errors import REFUSALS
from events.harvest.models import Feedback
from events.harvest.querysets import took_part
from events.harvest.rules import FeedbackRefusal, decide_feedback
from events.harvest.states import Quote
from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState
from events.registrations.actions.rows import lock_date, read_again
from events.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class FeedbackText:
    """What someone answers."""

    score: int
    tomorrow: str = ""
    better: str = ""
    quote: Quote = Quote.NO


def refusal_of(registration: Registration, occurrence: Occurrence, *, at: datetime) -> FeedbackRefusal | None:
    """Say why this person can't answer now; None when they can. Costs one query."""
    return decide_feedback(
        is_planned=occurrence.state == OccurrenceState.PLANNED,
        ends_at=occurrence.ends_at,
        took_part=took_part(Registration.objects.filter(pk=registration.pk)).exists(),
        at=at,
    )


def give_feedback(*, registration: Registration, text: FeedbackText, at: datetime) -> Feedback:
    """Keep what someone thought of a date; a second time replaces the first, at the same place in the order.

    Parameters:
        registration: Of one who took part.
        text: All of it: what is empty now is empty from now on.
        at: Now.

    Raises:
        NotHeld, NotOver, FeedbackClosed, NotThere: See `decide_feedback`.
        StepRefused: The registration is gone.
    """
    with transaction.atomic():
        locked = lock_date(registration.occurrence_id)
        row = read_again(registration, locked)
        refusal = refusal_of(row, locked, at=at)
        if refusal is not None:
            raise REFUSALS[refusal]
        values = {"score": text.score, "tomorrow": text.tomorrow, "better": text.better, "quote": text.quote}
        feedback, _made = Feedback.objects.update_or_create(registration=row, defaults={"occurrence": locked, **values})
    return feedback
