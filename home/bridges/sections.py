"""The bridges of a school, on the school's page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from home.bridges.figure import drawing_of
from home.bridges.overview import Tie, bridges_of
from network.models import Institution
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import Bridge

# Two points and a line say no more than the words beside them.
FEWEST_DRAWN = 2
MOST_LISTED = 8
MOST_NAMED = 3


@dataclass(frozen=True)
class Crossing:
    """One tie seen from this school; `is_guest` in an exchange in which this school's people went to the other."""

    tie: Tie
    is_guest: bool

    @property
    def named(self) -> list[Bridge]:
        return self.tie.items[:MOST_NAMED]


@dataclass(frozen=True)
class Neighbour:
    """A school on the other side, or the school itself for exchanges inside it, with every tie to it."""

    school: Institution
    crossings: list[Crossing]

    @property
    def order(self) -> tuple[bool, int, str]:
        """Exchanges first, then what was latest."""
        latest = max(crossing.tie.items[0].happened_on.toordinal() for crossing in self.crossings)
        return not any(crossing.tie.is_exchange for crossing in self.crossings), -latest, self.school.name


def neighbours_of(institution_id: int, ties: list[Tie]) -> list[Neighbour]:
    """Gather the ties of a school by the school on the other side.

    Parameters:
        institution_id: The school from which one looks.
        ties: Only those of this school.
    """
    found: dict[int, Neighbour] = {}
    for tie in ties:
        other = tie.end if tie.start.pk == institution_id else tie.start
        is_guest = tie.is_exchange and tie.start.pk == institution_id
        found.setdefault(other.pk, Neighbour(other, [])).crossings.append(Crossing(tie, is_guest))
    return sorted(found.values(), key=lambda neighbour: neighbour.order)


class BridgesSection:
    """With which schools this one has a bridge, exchanges first; without any, how to make the first."""

    title = _("Bridges")
    template = "home/institution_bridges.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object]:
        """Give the schools on the other side with what ties them, and the drawing when it says more than the list."""
        overview = bridges_of(institution_id, viewer)
        neighbours = neighbours_of(institution_id, overview.ties)
        others = [neighbour for neighbour in neighbours if neighbour.school.pk != institution_id]
        return {
            "neighbours": neighbours[:MOST_LISTED],
            "number": len(neighbours),
            "is_whole": len(neighbours) <= MOST_LISTED,
            "drawing": drawing_of(overview, with_islands=False) if len(others) >= FEWEST_DRAWN else None,
            "is_own": viewer.is_member and institution_id in viewer.institution_ids,
        }


BRIDGES_OF_SCHOOL = BridgesSection()
