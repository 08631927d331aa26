"""What the self-scan tells the registries of portal.shared."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.selfscan.models import SelfScan
from network.selfscan.personal_data import SELF_SCAN_DATA
from network.selfscan.sections import SELF_SCAN
from portal.shared.registries.crossings import (
    ThemeWay,
    institution_moves,
    institution_sections,
    personal_data,
    theme_ways,
)
from portal.shared.registries.moves import ForeignKeyMove


def _people(*, theme: str, factor: str) -> str:
    return f"{reverse('directory:list')}?{urlencode({'thema': theme})}"


SCANS = ForeignKeyMove(_("self-scans"), SelfScan)
PEOPLE = ThemeWay(_("People who work on this"), _people)


def register() -> None:
    """Fill the registries; safe to call twice."""
    personal_data.register("network.selfscan", SELF_SCAN_DATA)
    institution_sections.register("network.selfscan", SELF_SCAN, position=80)
    institution_moves.register("network.selfscan", SCANS, position=45)
    theme_ways.register("network.people", PEOPLE, position=30)
