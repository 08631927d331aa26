"""What conversations tell the registries of portal.shared, and the menu of /beheer/."""

import stories.reactions.admin  # noqa: F401 - importing it adds the menu item
from portal.shared.registries.crossings import personal_data, todo_sources
from stories.reactions.personal_data import REACTIONS_DATA
from stories.reactions.todos import REPORT_TODOS


def register() -> None:
    """Fill the registries; safe to call twice."""
    todo_sources.register("reactions", REPORT_TODOS)
    personal_data.register("reactions", REACTIONS_DATA)
