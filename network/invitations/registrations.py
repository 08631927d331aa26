"""What invitations tell the registries of portal.shared."""

from django.utils.translation import gettext_lazy as _

from network.invitations import mail_samples
from network.invitations.models import Invitation
from network.invitations.personal_data import INVITATIONS_DATA
from network.invitations.todos import INVITATION_TODOS
from portal.shared.registries.crossings import institution_moves, personal_data, todo_sources
from portal.shared.registries.moves import ForeignKeyMove

INVITATIONS = ForeignKeyMove(_("invitations"), Invitation)


def register() -> None:
    """Fill the registries; safe to call twice."""
    mail_samples.register()
    personal_data.register("network.invitations", INVITATIONS_DATA)
    todo_sources.register("network.invitations", INVITATION_TODOS)
    institution_moves.register("network.invitations", INVITATIONS, position=50)
