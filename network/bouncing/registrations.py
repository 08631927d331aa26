"""What this tells the registries of portal.shared."""

from network.bouncing import mail_samples
from network.bouncing.todos import TODOS
from portal.shared.registries.crossings import todo_sources


def register() -> None:
    """Fill the registries; safe to call twice."""
    todo_sources.register("bouncing", TODOS)
    mail_samples.register()
