"""Questions of load data, with their answers."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max

from home.load import words
from home.load.plan import Load
from network.models import Answer, Question
from network.questions.states import Addressee, QuestionState
from portal.shared.audiences.states import Audience

MEMBERS_PER_QUESTION = 20


def add_questions(load: Load) -> None:
    """Make questions, a third of them for members only; one in four has no answer yet."""
    number = max(1, load.amounts.members // MEMBERS_PER_QUESTION)
    newest = Question.objects.aggregate(newest=Max("pk"))["newest"] or 0
    load.write("questions", _questions(load, number), number)
    answered = Question.objects.filter(pk__gt=newest, state=QuestionState.ANSWERED).order_by("pk")
    load.write("answers", _answers(load, list(answered.values_list("pk", "asked_at"))), number * 2)


def _questions(load: Load, number: int) -> Iterator[Question]:
    for place in range(number):
        state = load.chance.choice([QuestionState.ANSWERED] * 3 + [QuestionState.OPEN])
        yield Question(
            key=load.key(),
            asker_id=load.chance.choice(load.member_ids),
            is_anonymous=load.chance.random() < 0.05,
            audience=load.chance.choice([Audience.EVERYONE, Audience.EVERYONE, Audience.MEMBERS]),
            addressee=load.chance.choice(Addressee.values),
            theme=load.chance.choice(load.themes),
            title=f"{words.fill(load.chance, load.chance.choice(words.QUESTIONS))} ({place})",
            body=words.paragraph(load.chance, 3),
            state=state,
            asked_at=load.ago(900, 1),
            form_token=load.key(),
        )


def _answers(load: Load, questions: list) -> Iterator[Answer]:
    for pk, asked_at in questions:
        for _answer in range(load.chance.randint(1, 4)):
            yield Answer(
                key=load.key(),
                question_id=pk,
                writer_id=load.chance.choice(load.member_ids),
                text=words.paragraph(load.chance, 2),
                created_at=asked_at + timedelta(hours=load.chance.randint(1, 20)),
                form_token=load.key(),
            )
