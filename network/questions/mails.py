"""What is mailed about questions. No mail says who asked or reported, nor holds what was written: only the title."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from network.members.mails import mail_to
from network.members.models import Member
from network.questions.models import Answer, FitLabel, Question, QuestionFlag, QuestionFollow, Route
from portal.shared.conversations.states import ReportReason, ReportState
from portal.shared.outbox.messages import OutgoingMail

CONTACT_PATH = "/contact/"
# Where waiting material stands; the stories app lies above this one.
WRITE_PATH = "/mijn/bijdragen/nieuw/"


def _mail(name: str, *, to: Member, occasion: str, question: Question, context: dict) -> OutgoingMail:
    values = {"title": question.title, "path": question.get_absolute_url(), **context}
    purpose = f"network.question_{name}"
    return mail_to(to, app="network/questions", name=name, purpose=purpose, occasion=occasion, context=values)


def routed_mail(route: Route) -> OutgoingMail:
    """Put a question to someone: why them, and until when."""
    context = {
        "why": FitLabel(route.fit).label,
        "due_at": timezone.localtime(route.due_at),
        "mine_path": reverse("questions:mine"),
    }
    return _mail("routed", to=route.member, occasion=route.key, question=route.question, context=context)


def reminder_mail(route: Route) -> OutgoingMail:
    """Say that the deadline is near, and how to pass the question on."""
    context = {"due_at": timezone.localtime(route.due_at), "hand_path": _hand_path(route.question)}
    return _mail("reminder", to=route.member, occasion=route.key, question=route.question, context=context)


def handed_over_mail(route: Route) -> OutgoingMail:
    """Tell who had it that someone else has it now; nothing is asked of them."""
    context = {"mine_path": reverse("questions:mine")}
    return _mail("handed_over", to=route.member, occasion=route.key, question=route.question, context=context)


def whereabouts_mails(*, question: Question, occasion: str, names: list[str], others: int) -> list[OutgoingMail]:
    """Tell the one who asked who has the question now.

    Parameters:
        question: With its asker.
        occasion: A name for this change, so that the same change is told once.
        names: Of those who have it now, as far as the asker may know them; no names and no others: the editors have it.
        others: How many have it whose name the asker may not see.
    """
    if question.asker is None or not question.asker.is_active:
        return []
    context = {"names": names, "others": others}
    return [_mail("whereabouts", to=question.asker, occasion=occasion, question=question, context=context)]


def news_mail(*, answer: Answer, follow: QuestionFollow, token: str) -> OutgoingMail:
    """Tell a follower of a new answer.

    The link in the text ends mail about this question; the button of a mail program ends all mail of this topic.
    """
    return _mail(
        "news",
        to=follow.member,
        occasion=answer.key,
        question=answer.question,
        context={"anchor": f"antwoord-{answer.key}", "stop_path": reverse("questions:unfollow", args=[token])},
    )


def best_mails(*, answer: Answer) -> list[OutgoingMail]:
    """Tell the writer that the answer was chosen as best one."""
    return _to_writer("best", answer=answer, occasion=answer.key, context={})


def closed_mails(*, question: Question, at: datetime) -> list[OutgoingMail]:
    """Tell the one who asked that an editor closed the question, and why."""
    if question.asker is None or not question.asker.is_active:
        return []
    context = {"reason": question.closed_reason}
    occasion = f"{question.key}:{at.isoformat()}"
    return [_mail("closed", to=question.asker, occasion=occasion, question=question, context=context)]


def story_mails(*, answer: Answer) -> list[OutgoingMail]:
    """Ask the writer of an answer to tell the whole story; what they wrote waits for them as a start."""
    context = {"write_path": WRITE_PATH}
    return _to_writer("story", answer=answer, occasion=answer.key, context=context)


def report_mails(*, flag: QuestionFlag, leaders: Iterable[Member]) -> list[OutgoingMail]:
    """Tell the conversation leaders that a report waits."""
    thing = flag.answer or flag.question
    path = reverse("question_desk:detail", args=[thing.key])
    return [
        _mail(
            "reported",
            to=leader,
            occasion=flag.key,
            question=flag.about,
            context={
                "reason": ReportReason(flag.reason).label,
                "desk_path": path,
                "is_answer": flag.answer is not None,
            },
        )
        for leader in leaders
    ]


def outcome_mails(flags: Iterable[QuestionFlag]) -> list[OutgoingMail]:
    """Tell those who reported what came of it."""
    return [
        _mail(
            "outcome",
            to=flag.reporter,
            occasion=flag.key,
            question=flag.about,
            context={
                "is_upheld": flag.state == ReportState.UPHELD,
                "answer": flag.outcome,
                "contact_path": CONTACT_PATH,
            },
        )
        for flag in flags
        if flag.reporter is not None and flag.reporter.is_active
    ]


def decided_mails(*, thing: Question | Answer, is_shown: bool, reason: str, at: datetime) -> list[OutgoingMail]:
    """Tell the writer of a question or answer what a leader decided, and whom to ask for a second look."""
    question = thing.question if isinstance(thing, Answer) else thing
    writer = thing.writer if isinstance(thing, Answer) else thing.asker
    if writer is None or not writer.is_active:
        return []
    context = {
        "reason": reason,
        "is_shown": is_shown,
        "is_answer": isinstance(thing, Answer),
        "contact_path": CONTACT_PATH,
    }
    occasion = f"{thing.key}:{at.isoformat()}"
    return [_mail("decided", to=writer, occasion=occasion, question=question, context=context)]


def _to_writer(name: str, *, answer: Answer, occasion: str, context: dict) -> list[OutgoingMail]:
    if answer.writer is None or not answer.writer.is_active:
        return []
    return [_mail(name, to=answer.writer, occasion=occasion, question=answer.question, context=context)]


def _hand_path(question: Question) -> str:
    return reverse("questions:hand_over", args=[question.key])
