"""What conversations tell the registries of portal.shared, and the menu of /beheer/."""

from django.utils.translation import gettext_lazy as _

import stories.reactions.admin  # noqa: F401 - importing it adds the menu item
from portal.shared.outbox.topics import MailTopic, mail_topics
from portal.shared.registries.crossings import personal_data, todo_sources
from stories.reactions.personal_data import REACTIONS_DATA
from stories.reactions.todos import REPORT_TODOS

NEW_REACTIONS = MailTopic(
    name="reactions",
    label=_("Reactions under your texts"),
    explanation=_("When a colleague writes something under a text of yours, at most one mail an hour."),
    purposes=("stories.reaction_new",),
)


def register() -> None:
    """Fill the registries; safe to call twice."""
    todo_sources.register("reactions", REPORT_TODOS)
    personal_data.register("reactions", REACTIONS_DATA)
    mail_topics.register("reactions", NEW_REACTIONS)
