"""The list of people as a file: what organisers see, and never what people need or an address (DECISIONS 15, 16)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from events.desk.people import answer_words, lines_of
from events.meetups.models import Occurrence
from events.registrations.models import MeetupQuestion, Registration
from portal.shared.exports.rules import Cell


def header_of(questions: Sequence[MeetupQuestion]) -> list[str]:
    """Give the names of the columns: the fixed ones, then a column per question of the organisers."""
    fixed = [
        _("Name"),
        _("School or organisation"),
        _("State"),
        _("How they come"),
        _("Group"),
        _("Place in line"),
        _("Comes with"),
        _("Sessions"),
        _("Let in above the limit because"),
        _("Attendance"),
        _("Signed up at"),
    ]
    return [*fixed, *(question.label for question in questions)]


def rows_of(
    rows: Iterable[Registration], occurrence: Occurrence, questions: Sequence[MeetupQuestion], *, at: datetime
) -> list[list[Cell]]:
    """Give the cells of these people, in the order of the header.

    Parameters:
        rows: Of this date, with what `related` reads along.
        occurrence: With its meetup.
        questions: Of the meetup, in their order.
        at: Now.
    """
    table: list[list[Cell]] = []
    for line in lines_of(rows, occurrence, reader=None, at=at):
        row = line.row
        answers = {answer.question_id: answer_words(answer.question, answer.value) for answer in row.answers.all()}
        table.append(
            [
                line.name,
                row.institution.name if row.institution else row.guest_organisation,
                line.state,
                str(row.get_mode_display()),
                row.seat_group.name if row.seat_group else "",
                line.place or None,
                line.pair,
                ", ".join(line.sessions),
                row.override_reason,
                line.attendance,
                row.created_at,
                *(answers.get(question.pk, "") for question in questions),
            ]
        )
    return table
