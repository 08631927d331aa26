"""What questions tell search, the clock and the registries of portal.shared."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from network.questions import mail_samples
from network.questions.personal_data import QUESTIONS_DATA
from network.questions.searchable import SEARCHABLE
from network.questions.tasks import follow_up_questions
from network.questions.todos import QUESTION_TODOS
from portal.shared.jobs.registry import register_job
from portal.shared.outbox.topics import MailTopic, mail_topics
from portal.shared.registries.crossings import personal_data, todo_sources
from search.index.registry import register as register_searchable

NEWS = MailTopic(
    name="questions",
    label=_("Answers to questions you follow"),
    explanation=_("When someone answers a question you asked or follow."),
    purposes=("network.question_news",),
)


def register() -> None:
    """Fill the registries; safe to call twice."""
    register_searchable(SEARCHABLE)
    todo_sources.register("questions", QUESTION_TODOS)
    personal_data.register("questions", QUESTIONS_DATA)
    register_job("questions.follow_up", every=timedelta(hours=1), run=follow_up_questions)
    mail_samples.register()
    mail_topics.register("questions", NEWS)
