"""Locks on what decisions about questions read (DECISIONS 3), and what follows from each change."""

from network.questions.errors import AnswerGone, QuestionMoveRefused
from network.questions.models import Answer, Question
from network.questions.rules import settled_state
from network.questions.states import QUESTION_MOVES, QuestionState
from search.index.actions import index_object

KIND = "vraag"
# Under this name an answer is material for a story.
SEED_KIND = "answer"


def lock_question(question_id: int) -> Question:
    """Give the question as it stands now, held until the end of the transaction.

    Every decision about a question, its answers and who has it takes this one row first, so that two hand-overs, two
    acceptances, or an answer and a hand-over happen one after the other.

    Raises:
        QuestionMoveRefused: The row is deleted.
    """
    rows = Question.objects.select_for_update(of=("self",)).select_related("asker", "theme")
    locked = rows.filter(pk=question_id).first()
    if locked is None:
        raise QuestionMoveRefused
    return locked


def lock_answer(answer: Answer) -> tuple[Question, Answer]:
    """Give an answer and its question as they stand now, both held; the question first.

    Raises:
        AnswerGone: The row is deleted.
        QuestionMoveRefused: The question is deleted.
    """
    question = lock_question(answer.question_id)
    rows = Answer.objects.select_for_update(of=("self",)).select_related("writer")
    locked = rows.filter(pk=answer.pk).first()
    if locked is None:
        raise AnswerGone
    locked.question = question
    return question, locked


def move(question: Question, to: QuestionState) -> None:
    """Set the state of a locked question; the caller saves it.

    Raises:
        QuestionMoveRefused: From this state that step is not possible.
    """
    now = QuestionState(question.state)
    if to is not now and to not in QUESTION_MOVES[now]:
        raise QuestionMoveRefused
    question.state = to


def settle(question: Question) -> None:
    """Bring the state of a locked question that is not closed in line with its answers, save it, and index it."""
    if question.best_answer_id and not question.answers.visible().filter(pk=question.best_answer_id).exists():
        question.best_answer = None
    if question.state != QuestionState.CLOSED:
        visible = question.answers.visible().count()
        move(question, settled_state(visible_answers=visible, has_best=question.best_answer_id is not None))
    store(question)


def store(question: Question) -> None:
    """Save a locked question and write its search entries, in the same transaction."""
    question.save()
    index_object(KIND, question)
