"""What joint actions tell the registries of portal.shared and search, and the menu of /beheer/."""

from django.utils.translation import gettext_lazy as _

import network.initiatives.admin  # noqa: F401 - importing it adds the menu item
from network.initiatives import mail_samples
from network.initiatives.bridges import INITIATIVE_BRIDGES
from network.initiatives.following import JOINT_ACTIONS
from network.initiatives.models import Initiative, InitiativePart
from network.initiatives.personal_data import INITIATIVES_DATA
from network.initiatives.searchable import SEARCHABLE
from network.initiatives.sections import INITIATIVES_OF_SCHOOL
from network.initiatives.todos import INITIATIVE_PROPOSAL_TODOS, INITIATIVE_TODOS
from portal.shared.outbox.topics import MailTopic, mail_topics
from portal.shared.registries.crossings import (
    bridge_sources,
    institution_moves,
    institution_sections,
    personal_data,
    todo_sources,
)
from portal.shared.registries.following import followables
from portal.shared.registries.moves import ForeignKeyMove
from search.index.registry import register as register_searchable

LED = ForeignKeyMove(_("joint actions it leads"), Initiative, field="lead_institution")
PARTS = ForeignKeyMove(_("joint actions it takes part in"), InitiativePart, once_per=("initiative",))

NEWS = MailTopic(
    name="initiatives",
    label=_("News of what your school does with others"),
    explanation=_("News, results and new messages of joint actions you take part in."),
    purposes=("initiatives.update", "initiatives.ended", "initiative_threads.new"),
)


def register() -> None:
    """Fill the registries; safe to call twice."""
    register_searchable(SEARCHABLE)
    bridge_sources.register("initiatives", INITIATIVE_BRIDGES)
    institution_sections.register("network.initiatives", INITIATIVES_OF_SCHOOL, position=40)
    todo_sources.register("initiatives", INITIATIVE_TODOS)
    todo_sources.register("initiatives.proposals", INITIATIVE_PROPOSAL_TODOS)
    personal_data.register("initiatives", INITIATIVES_DATA)
    mail_topics.register(NEWS.name, NEWS)
    followables.register("samen", JOINT_ACTIONS, position=40)
    institution_moves.register("initiatives.lead", LED, position=46)
    institution_moves.register("initiatives.parts", PARTS, position=47)
    mail_samples.register()
