"""What questions tell search, the clock and the registries of portal.shared."""

from datetime import timedelta

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from network.questions import mail_samples
from network.questions.bridges import ANSWER_BRIDGES
from network.questions.following import FOLLOWED_QUESTIONS
from network.questions.personal_data import QUESTIONS_DATA
from network.questions.rules import LONGEST_TITLE
from network.questions.searchable import SEARCHABLE
from network.questions.tasks import follow_up_questions
from network.questions.todos import QUESTION_REPORT_TODOS, QUESTION_TODOS
from portal.shared.jobs.registry import register_job
from portal.shared.outbox.topics import MailTopic, mail_topics
from portal.shared.registries.crossings import bridge_sources, personal_data, todo_sources
from portal.shared.registries.following import follows_apart
from search.index.registry import register as register_searchable
from search.results.ways import SearchWay, search_ways

# What is put to someone, and where their own question is, is no topic: it has a deadline, and a pause of its own.
ANSWERS = MailTopic(
    name="questions",
    label=_("Answers to questions"),
    explanation=_("When there is a new answer to a question you asked or follow, or your answer is the best one."),
    purposes=("network.question_news", "network.question_best", "network.question_story"),
)


def _ask(question: str) -> str:
    return f"{reverse('questions:ask')}?{urlencode({'vraag': question[:LONGEST_TITLE]})}"


ASK_PEOPLE = SearchWay(_("Ask your question"), _ask)


def register() -> None:
    """Fill the registries; safe to call twice."""
    register_searchable(SEARCHABLE)
    search_ways.register("questions", ASK_PEOPLE, position=10)
    bridge_sources.register("questions", ANSWER_BRIDGES)
    follows_apart.register("questions", FOLLOWED_QUESTIONS)
    todo_sources.register("questions", QUESTION_TODOS)
    todo_sources.register("questions.reports", QUESTION_REPORT_TODOS)
    personal_data.register("questions", QUESTIONS_DATA)
    register_job("questions.follow_up", every=timedelta(hours=1), run=follow_up_questions)
    mail_topics.register("questions", ANSWERS)
    mail_samples.register()
