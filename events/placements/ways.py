"""What subjects above placements add to the page of an exchange."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from events.placements.models import Placement
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.registry import Registry


class PlacementPart(Protocol):
    """Adds a part to the page of an exchange, e.g. looking back on it."""

    title: str
    template: str

    def context(self, placement: Placement, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the variables of the template, or None when there is nothing to show to this viewer."""


placement_parts: Registry[PlacementPart] = Registry("parts of an exchange's page")
