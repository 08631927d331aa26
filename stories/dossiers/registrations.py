"""What maps tell the registries of portal.shared."""

from portal.shared.registries.crossings import personal_data
from stories.dossiers.personal_data import DOSSIERS_DATA


def register() -> None:
    """Fill the registries; safe to call twice."""
    personal_data.register("dossiers", DOSSIERS_DATA)
