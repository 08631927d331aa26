"""Child process of the races about questions.

questions.py make             make all tables, people who know a theme, and a question put to two of them
questions.py hand_over        do what the clock does once everyone's days are over; prints how many it acted on
questions.py accept NUMBER    choose answer NUMBER as the best one, when every process is ready
"""

import json
import os
import sys
from datetime import datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from network.models import Answer, Member, Question, Theme  # noqa: E402
from network.questions.actions import QuestionText, accept_answer, answer_question, ask, follow_up  # noqa: E402
from portal.shared.calendar_days.rules import LOCAL_ZONE  # noqa: E402

# A Tuesday outside every school holiday.
AT = datetime(2026, 11, 24, 10, tzinfo=LOCAL_ZONE)


class NoMigrations(dict):
    """Has every app make its tables from the models."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def make() -> None:
    if os.environ.get("RACES_TABLES") != "1":
        settings.MIGRATION_MODULES = NoMigrations()
        call_command("migrate", run_syncdb=True, verbosity=0)
    theme = Theme.objects.create(slug="ai", name="AI")
    people = [
        Member.objects.create_user(f"lid{n}@x.example", given_name=f"Lid{n}", standing="member") for n in range(7)
    ]
    for member in people[1:]:
        member.themes.add(theme)
    text = QuestionText(title="Wie weet dit?", body="", theme=theme)
    ask(member=people[0], text=text, token="een", at=AT)
    other = ask(member=people[0], text=text, token="twee", at=AT)
    for number in (1, 2):
        answer_question(question=other, member=people[number], text="Zo.", token=f"{number}", at=AT)


def hand_over() -> int:
    return follow_up(at=AT + timedelta(days=4))


def accept(number: int) -> int:
    answer = Answer.objects.order_by("pk")[number]
    accept_answer(answer=answer, by=Question.objects.get(pk=answer.question_id).asker, at=AT)
    return number


if __name__ == "__main__":
    action, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(globals()[action](*map(int, arguments))))
