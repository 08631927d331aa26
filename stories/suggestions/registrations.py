"""What messages to the editors tell the registries of portal.shared."""

from portal.shared.registries.crossings import idea_inboxes, personal_data
from stories.suggestions.ideas import SUGGESTION_IDEAS
from stories.suggestions.personal_data import SUGGESTIONS_DATA


def register() -> None:
    """Fill the registries; safe to call twice."""
    personal_data.register("suggestions", SUGGESTIONS_DATA)
    idea_inboxes.register("suggestions", SUGGESTION_IDEAS)
