"""The questions of the demo: asked, put to people, answered and handed over by the same actions as real ones."""

from datetime import datetime, timedelta

from home.demo.cast import Cast
from home.demo.files import table
from home.demo.library import Library
from network.questions.actions import (
    QuestionText,
    accept_answer,
    answer_question,
    ask,
    follow_question,
    follow_up,
    thank,
)
from network.questions.models import Question
from network.questions.states import Addressee


def add_questions(cast: Cast, library: Library, at: datetime) -> None:
    """Ask the ten questions, the oldest first, and let the clock run for the one that nobody answered."""
    for row in table("questions"):
        _add(row, cast, at)
    # As the clock would have done it: reminders, and handing over once someone's days are over.
    for days in range(5, -1, -1):
        follow_up(at=at - timedelta(days=days))


def _add(row: dict, cast: Cast, at: datetime) -> Question:
    asker = cast.members[row["by"]]
    text = QuestionText(
        title=row["title"],
        body=row["body"],
        theme=cast.themes[row["theme"]],
        addressee=Addressee(row["to"]),
        is_anonymous=row.get("anonymous", False),
    )
    asked_at = at - timedelta(days=row["days"])
    question = ask(member=asker, text=text, token=row["key"], at=asked_at)
    for key in row.get("followers", []):
        follow_question(question=question, member=cast.members[key], at=asked_at)
    for number, each in enumerate(row.get("answers", [])):
        answered_at = at - timedelta(days=each["days"])
        answer = answer_question(
            question=question,
            member=cast.members[each["by"]],
            text=each["text"],
            token=f"{row['key']}-{number}",
            at=answered_at,
        )
        for key in each.get("thanks", []):
            thank(answer=answer, member=cast.members[key], at=answered_at + timedelta(hours=3))
        if each.get("best"):
            accept_answer(answer=answer, by=asker, at=answered_at + timedelta(days=1))
    return question
