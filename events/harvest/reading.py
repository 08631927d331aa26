"""What organisers read of a date that is over: answers when there are enough, the report, promises and who is late."""

from dataclasses import dataclass
from datetime import date

from events.harvest.models import Feedback, Promise
from events.harvest.owners import words_for_organisers
from events.harvest.querysets import took_part
from events.harvest.rules import ScoreLine, distribution, is_late, shows_names, shows_results
from events.harvest.states import PromiseState, Quote
from events.meetups.models import Occurrence
from events.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer as organisers see it. `name` is empty unless its writer wants to be quoted by name."""

    score: int
    tomorrow: str
    better: str
    quote: str
    name: str


@dataclass(frozen=True, slots=True)
class Results:
    """What was answered about a date; without answers while there are fewer than five."""

    number: int
    asked: int
    scores: list[ScoreLine]
    answers: list[AnswerLine]
    hides_names: bool

    @property
    def is_shown(self) -> bool:
        """Whether there are enough answers to show."""
        return shows_results(self.number)


def results_of(occurrence: Occurrence) -> Results:
    """Give the answers about a date, in an order that says nothing; page and files all ask here.

    Three queries, whatever the number of answers.
    """
    rows = list(Feedback.objects.filter(occurrence=occurrence).shuffled().select_related("registration__member"))
    # Who answered before attendance was noted counts, too.
    asked = max(took_part(Registration.objects.filter(occurrence=occurrence)).count(), len(rows))
    if not shows_results(len(rows)):
        return Results(number=len(rows), asked=asked, scores=[], answers=[], hides_names=False)
    named = sum(row.quote == Quote.NAMED for row in rows)
    with_names = shows_names(answers=len(rows), named=named)
    return Results(
        number=len(rows),
        asked=asked,
        scores=distribution(row.score for row in rows),
        answers=[_line(row, with_names=with_names) for row in rows],
        hides_names=bool(named) and not with_names,
    )


def _line(row: Feedback, *, with_names: bool) -> AnswerLine:
    name = ""
    if with_names and row.quote == Quote.NAMED and row.registration is not None:
        name = str(row.registration.member or row.registration.guest_name)
    return AnswerLine(row.score, row.tomorrow, row.better, row.get_quote_display(), name)


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise on the organisers' page."""

    promise: Promise
    owner: str
    naming: str
    is_late: bool
    was_moved: bool


def promise_lines(occurrence: Occurrence, *, today: date) -> list[PromiseLine]:
    """Give the promises of a date, the open ones first, in one query."""
    rows = Promise.objects.filter(harvest__occurrence=occurrence)
    rows = rows.select_related("member", "guest__member", "institution__merged_into")
    lines = [
        PromiseLine(
            promise=row,
            owner=words_for_organisers(row),
            naming=row.get_naming_display() if row.member_id or row.guest_id else "",
            is_late=is_late(is_open=row.state == PromiseState.OPEN, due_on=row.due_on, today=today),
            was_moved=row.due_on != row.first_due_on,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: line.promise.state != PromiseState.OPEN)
