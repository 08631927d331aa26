"""What proposals tell the registries of portal.shared, and which of Wagtail's signals they follow."""

from events.proposals import listeners, mail_samples
from events.proposals.todos import PROPOSAL_REVIEW_TODOS, PROPOSAL_TODOS
from portal.shared.registries.crossings import todo_sources


def register() -> None:
    """Fill the registries and connect the listeners; safe to call twice."""
    todo_sources.register("proposals", PROPOSAL_TODOS)
    todo_sources.register("proposals.reviews", PROPOSAL_REVIEW_TODOS)
    mail_samples.register()
    listeners.connect()
