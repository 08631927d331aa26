"""What messages to the editors tell the registries of portal.shared."""

from portal.shared.registries.crossings import idea_inboxes, personal_data, todo_sources
from stories.suggestions.ideas import SUGGESTION_IDEAS
from stories.suggestions.personal_data import SUGGESTIONS_DATA
from stories.suggestions.todos import INBOX_TODOS


def register() -> None:
    """Fill the registries; safe to call twice."""
    personal_data.register("suggestions", SUGGESTIONS_DATA)
    todo_sources.register("suggestions", INBOX_TODOS)
    idea_inboxes.register("suggestions", SUGGESTION_IDEAS)
