"""Who hears that an exchange is over, or did not take place."""

from datetime import datetime
from typing import Protocol

from events.placements.models import Placement
from portal.shared.registries.registry import Registry


class PlacementListener(Protocol):
    """Hears of a step inside its transaction, with the exchange locked and written."""

    def finished(self, placement: Placement, *, at: datetime) -> None:
        """Follow that the last day is over."""

    def cancelled(self, placement: Placement, *, at: datetime) -> None:
        """Follow that it does not take place."""


placement_listeners: Registry[PlacementListener] = Registry("placement listeners")
