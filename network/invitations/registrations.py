"""What invitations tell the registries of portal.shared."""

from network.invitations import mail_samples
from network.invitations.personal_data import INVITATIONS_DATA
from network.invitations.todos import INVITATION_TODOS
from portal.shared.registries.crossings import personal_data, todo_sources


def register() -> None:
    """Fill the registries; safe to call twice."""
    mail_samples.register()
    personal_data.register("network.invitations", INVITATIONS_DATA)
    todo_sources.register("network.invitations", INVITATION_TODOS)
