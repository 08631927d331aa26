"""The people of a school go along when it goes into another one."""

from django.utils.translation import gettext_lazy as _

from network.members.models import Affiliation
from portal.shared.registries.crossings import institution_moves
from portal.shared.registries.moves import ForeignKeyMove


def register() -> None:
    """Fill the registry; safe to call twice."""
    institution_moves.register("members.affiliations", AFFILIATIONS, position=10)


AFFILIATIONS = ForeignKeyMove(_("people's work"), Affiliation)
