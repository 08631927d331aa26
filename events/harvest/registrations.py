"""What stays of dates tells meetups, registrations, the agenda, the clock and the registries of portal.shared."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from events.agenda.parts import meetup_parts
from events.harvest import mail_samples
from events.harvest.actions import remind_owners, tell_afterwards
from events.harvest.afterwards import FEEDBACK_LINE
from events.harvest.consents import PROMISE_NAMES
from events.harvest.desk_ways import HARVEST_DESK
from events.harvest.mails import TOPIC, purpose_of
from events.harvest.models import Promise
from events.harvest.parts import HARVEST_PART
from events.harvest.personal_data import HARVEST_DATA
from events.harvest.sections import OWN_PROMISES
from events.harvest.todos import HARVEST_TODOS
from events.meetups.desk_ways import desk_sources
from events.registrations.afterwards import after_sources
from portal.shared.jobs.registry import register_job
from portal.shared.outbox.topics import MailTopic, mail_topics
from portal.shared.registries.consents import consent_sources
from portal.shared.registries.crossings import institution_moves, own_sections, personal_data, todo_sources
from portal.shared.registries.moves import ForeignKeyMove

PROMISES = ForeignKeyMove(_("promises of meetups"), Promise)
# Promises stand in no topic: whom one is asked of has to answer, and its day is a deadline.
AFTERWARDS = MailTopic(
    name=TOPIC,
    label=_("After a meetup"),
    explanation=_("The materials, and the question how it was, the day after you took part."),
    purposes=(purpose_of("afterwards"),),
)


def register() -> None:
    """Fill the registries; safe to call twice."""
    after_sources.register("harvest.feedback", FEEDBACK_LINE, position=20)
    meetup_parts.register("harvest", HARVEST_PART)
    desk_sources.register("harvest", HARVEST_DESK, position=90)
    todo_sources.register("harvest", HARVEST_TODOS)
    own_sections.register("events.harvest", OWN_PROMISES, position=15)
    consent_sources.register("events.harvest", PROMISE_NAMES)
    personal_data.register("harvest", HARVEST_DATA)
    institution_moves.register("events.promises", PROMISES, position=83)
    mail_topics.register(TOPIC, AFTERWARDS)
    register_job("harvest.afterwards", every=timedelta(minutes=15), run=tell_afterwards)
    register_job("harvest.promises", every=timedelta(hours=1), run=remind_owners)
    mail_samples.register()
