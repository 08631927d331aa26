"""The bridges of a school, on the school's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from home.bridges.overview import Tie, bridges_for
from network.models import Institution
from portal.shared.audiences.rules import Viewer


@dataclass(frozen=True)
class Crossing:
    """One tie seen from this school."""

    other: Institution
    tie: Tie


class BridgesSection:
    """With which schools this one has a bridge; without any, how to make the first."""

    title = _("Bridges")
    template = "home/institution_bridges.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object]:
        """Give the ties of this school, by name of the other one."""
        crossings = []
        for tie in bridges_for(viewer).ties:
            if institution_id in (tie.key.first, tie.key.second):
                crossings.append(Crossing(tie.end if tie.start.pk == institution_id else tie.start, tie))
        return {"crossings": sorted(crossings, key=lambda crossing: (crossing.other.name, crossing.tie.layer))}


BRIDGES_OF_SCHOOL = BridgesSection()
