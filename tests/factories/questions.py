"""The smallest valid questions and answers, made by the actions."""

from datetime import datetime

from network.members.models import Member
from network.questions.actions import QuestionText, answer_question, ask
from network.questions.models import Answer, Question
from network.questions.states import Addressee
from portal.shared.audiences.states import Audience
from portal.shared.keys import new_key
from tests.factories.network import MemberFactory, ThemeFactory


def make_question(*, member: Member | None = None, at: datetime, title: str = "Wie helpt mij?", **text) -> Question:
    """Ask a question about the theme "ai", for everyone unless said otherwise."""
    values = {
        "title": title,
        "body": "",
        "theme": ThemeFactory(slug="ai", name="AI in het onderwijs"),
        "addressee": Addressee.ALL,
        "audience": Audience.EVERYONE,
        **text,
    }
    return ask(member=member or MemberFactory(), text=QuestionText(**values), token=new_key(), at=at)


def make_answer(
    *, question: Question, member: Member | None = None, at: datetime, text: str = "Zo deed ik het."
) -> Answer:
    """Answer a question."""
    return answer_question(question=question, member=member or MemberFactory(), text=text, token=new_key(), at=at)
