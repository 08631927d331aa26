"""What the desk tells meetups, the clock and the registries of portal.shared."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from events.desk import mail_samples
from events.desk.actions import count_deliveries
from events.desk.mails import MESSAGE
from events.desk.personal_data import DESK_DATA
from events.desk.todos import DESK_TODOS
from events.desk.ways import PEOPLE_WAYS
from events.meetups.desk_ways import desk_sources
from portal.shared.jobs.registry import register_job
from portal.shared.outbox.topics import MailTopic, mail_topics
from portal.shared.registries.crossings import personal_data, todo_sources

MESSAGES = MailTopic(
    name="organiser_messages",
    label=_("Messages of organisers"),
    explanation=_(
        "What the organisers write about a meetup you signed up for. Changes of time and place, and that it does "
        "not go on, you always get."
    ),
    purposes=(MESSAGE,),
)


def register() -> None:
    """Fill the registries; safe to call twice."""
    desk_sources.register("events.desk", PEOPLE_WAYS, position=10)
    personal_data.register("organiser_messages", DESK_DATA)
    todo_sources.register("events.desk", DESK_TODOS)
    mail_topics.register(MESSAGES.name, MESSAGES)
    register_job("desk.count_deliveries", every=timedelta(minutes=10), run=count_deliveries)
    mail_samples.register()
