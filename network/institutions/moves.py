"""What of a school's own goes along when it goes into another one."""

from django.utils.translation import gettext_lazy as _

from network.institutions.models import InstitutionDomain, InstitutionName
from portal.shared.registries.crossings import institution_moves
from portal.shared.registries.moves import ForeignKeyMove


def register() -> None:
    """Fill the registry; safe to call twice."""
    institution_moves.register("institutions.domains", DOMAINS, position=20)
    institution_moves.register("institutions.names", NAMES, position=30)


DOMAINS = ForeignKeyMove(_("mail domains"), InstitutionDomain)
NAMES = ForeignKeyMove(_("former names"), InstitutionName)
