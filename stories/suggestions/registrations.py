"""What messages to the editors tell the registries of portal.shared."""

from portal.shared.registries.crossings import personal_data
from stories.suggestions.personal_data import SUGGESTIONS_DATA


def register() -> None:
    """Fill the registries; safe to call twice."""
    personal_data.register("suggestions", SUGGESTIONS_DATA)
