"""What the home app registers once its models are loaded."""

import home.join.contexts
import home.pages.contexts
import home.programme.contexts  # noqa: F401 - importing a contexts module registers its page types
from home.pages import searchable as pages


def register() -> None:
    """Fill the registries; safe to call twice."""
    pages.register()
