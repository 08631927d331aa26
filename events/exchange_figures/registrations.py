"""What the figures of exchanges tell the registries of portal.shared."""

from events.exchange_figures.sections import SCHOOL_EXCHANGES
from portal.shared.registries.crossings import coordination_sections


def register() -> None:
    """Fill the registries; safe to call twice."""
    coordination_sections.register("events.exchange_figures", SCHOOL_EXCHANGES, position=20)
