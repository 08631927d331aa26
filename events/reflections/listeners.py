"""What looking back does when an exchange is over, in the transaction of that step (events.placements.listeners)."""

from datetime import datetime

from events.placements.models import Placement
from events.reflections.actions import ask_both


class ReflectionsFollow:
    """Asks both to look back on an exchange that took place."""

    def finished(self, placement: Placement, *, at: datetime) -> None:
        """Follow that the last day is over."""
        ask_both(placement, at=at)

    def cancelled(self, placement: Placement, *, at: datetime) -> None:
        """Follow nothing: there is nothing to look back on."""


REFLECTIONS_FOLLOW = ReflectionsFollow()
