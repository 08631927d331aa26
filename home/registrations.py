"""What the home app registers once its models are loaded."""

import home.join.contexts
import home.pages.contexts
import home.programme.contexts  # noqa: F401 - importing a contexts module registers its page types
from home.bridges.sections import BRIDGES_OF_SCHOOL
from home.own.first_day import FIRST_DAY_TODOS
from home.own.personal_data import START_DATA
from home.own.todos import START_TODOS
from home.pages import searchable as pages
from portal.shared.registries.crossings import institution_sections, personal_data, todo_sources


def register() -> None:
    """Fill the registries; safe to call twice."""
    pages.register()
    institution_sections.register("home.bridges", BRIDGES_OF_SCHOOL, position=60)
    personal_data.register("home.start", START_DATA)
    todo_sources.register("home.start", START_TODOS)
    todo_sources.register("home.first_day", FIRST_DAY_TODOS, position=10)
