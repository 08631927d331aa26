"""What joins which schools, for the page of bridges, the front page and the pages of schools."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from home.bridges.rules import TieKey, layers_shown, tie_key
from network.models import Institution
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.sharing import shared
from portal.shared.registries.crossings import Bridge, BridgeDirection, BridgeLayer, bridge_sources

# The directions one can ask for: an exchange has one of these (DECISIONS 22).
DIRECTIONS = (BridgeDirection.TEACHER_TO_ICT, BridgeDirection.ICT_TO_TEACHING, BridgeDirection.COACH_TO_COACH)


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see; without any of it, the exchanges, or everything while there are none.

    `layers` are kinds of tie, or rules.EVERY_LAYER. `school` is the short name of a school.
    """

    layers: tuple[str, ...] = ()
    direction: BridgeDirection | None = None
    year: int | None = None
    school: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything besides the kind is asked for."""
        return bool(self.direction or self.year or self.school)


@dataclass(frozen=True)
class Tie:
    """One line of the table: two schools, what kind of tie, and everything that makes it, the newest first.

    Of an exchange `start` is the school of the guest; of all else the two stand by name.
    """

    key: TieKey
    start: Institution
    end: Institution
    layer: BridgeLayer
    direction: BridgeDirection
    items: list[Bridge]

    @property
    def count(self) -> int:
        return len(self.items)

    @property
    def is_exchange(self) -> bool:
        return self.layer is BridgeLayer.PLACEMENT

    @property
    def is_inside_one_school(self) -> bool:
        return self.key.first == self.key.second

    @property
    def years(self) -> list[int]:
        """The years in which it happened, the latest first."""
        return sorted({item.happened_on.year for item in self.items} - {date.min.year}, reverse=True)


@dataclass(frozen=True)
class BridgeOverview:
    """The ties asked for, by name of the schools; what else there is to ask for; and who has no tie of these kinds.

    `islands` don't depend on direction, year or school. `layer_counts` says how many ties there are of each kind,
    `years`, `directions` and `choices` what the ties of the kinds shown can be narrowed to.
    """

    ties: list[Tie]
    islands: list[Institution]
    schools: dict[int, Institution]
    layer_counts: dict[BridgeLayer, int]
    layers: list[BridgeLayer]
    years: list[int] = field(default_factory=list)
    directions: list[BridgeDirection] = field(default_factory=list)
    choices: list[Institution] = field(default_factory=list)

    @property
    def number_of_ties(self) -> int:
        return sum(tie.count for tie in self.ties)

    @property
    def number_of_schools(self) -> int:
        return len({school for tie in self.ties for school in tie.key.pair})

    @property
    def is_about_exchanges(self) -> bool:
        """Whether exchanges are all that is shown."""
        return self.layers == [BridgeLayer.PLACEMENT]


def known_bridges(viewer: Viewer) -> tuple[Bridge, ...]:
    """Give everything that joins two schools and may be known to all members, or to all visitors.

    One query per source, and none while nothing changed. A tie that only one person may know of is no bridge.
    """
    return shared(
        ("bridges",),
        viewer,
        lambda viewer: tuple(bridge for source in bridge_sources for bridge in source.bridges(viewer)),
    )


def _ties(bridges: Iterable[Bridge], schools: dict[int, Institution]) -> list[Tie]:
    found: dict[TieKey, list[Bridge]] = {}
    for bridge in bridges:
        start, end = bridge.from_institution_id, bridge.to_institution_id
        is_exchange = bridge.layer == BridgeLayer.PLACEMENT
        key = tie_key(start=start, end=end, layer=bridge.layer, direction=bridge.direction, keeps_order=is_exchange)
        found.setdefault(key, []).append(bridge)
    ties = []
    for key, items in found.items():
        first, second = schools[key.first], schools[key.second]
        layer = BridgeLayer(key.layer)
        if layer is not BridgeLayer.PLACEMENT and (second.name, second.pk) < (first.name, first.pk):
            first, second = second, first
        newest_first = sorted(items, key=lambda bridge: (-bridge.happened_on.toordinal(), bridge.label))
        ties.append(Tie(key, first, second, layer, BridgeDirection(key.direction), newest_first))
    return sorted(ties, key=_by_name)


def _by_name(tie: Tie) -> tuple[str, ...]:
    """Order lines by the names of the two schools, there and back beside each other."""
    first, second = sorted((tie.start.name, tie.end.name))
    return first, second, tie.layer, tie.direction, tie.start.name


def _narrowed(bridges: Sequence[Bridge], asked: Asked, schools: dict[int, Institution]) -> list[Bridge]:
    chosen = {pk for pk, school in schools.items() if school.slug == asked.school}
    return [
        bridge
        for bridge in bridges
        if (asked.direction is None or bridge.direction == asked.direction)
        and (asked.year is None or bridge.happened_on.year == asked.year)
        and (not asked.school or not chosen.isdisjoint((bridge.from_institution_id, bridge.to_institution_id)))
    ]


def bridges_for(viewer: Viewer, asked: Asked | None = None) -> BridgeOverview:
    """Give what joins two schools today, as far as this viewer may see; one query for the schools beside the sources.

    Parameters:
        viewer: Who looks.
        asked: What they want to see of it; None is the exchanges, or everything while there are none.
    """
    asked = asked or Asked()
    schools = {school.pk: school for school in Institution.objects.current().only("slug", "name", "label")}
    every = [
        bridge
        for bridge in known_bridges(viewer)
        if bridge.from_institution_id in schools and bridge.to_institution_id in schools
    ]
    counts = Counter(bridge.layer for bridge in every)
    present = [layer for layer in BridgeLayer if counts[layer]]
    shown = layers_shown(asked.layers, present, main=BridgeLayer.PLACEMENT)
    bridges = [bridge for bridge in every if bridge.layer in shown]
    joined = {pk for bridge in bridges for pk in (bridge.from_institution_id, bridge.to_institution_id)}
    exchanged = {bridge.direction for bridge in bridges if bridge.layer == BridgeLayer.PLACEMENT}
    return BridgeOverview(
        ties=_ties(_narrowed(bridges, asked, schools), schools),
        islands=[school for pk, school in schools.items() if pk not in joined],
        schools=schools,
        layer_counts={layer: counts[layer] for layer in present},
        layers=[BridgeLayer(layer) for layer in shown],
        # A text without a day of publishing has the first day there is.
        years=sorted({bridge.happened_on.year for bridge in bridges} - {date.min.year}, reverse=True),
        directions=[direction for direction in DIRECTIONS if direction in exchanged],
        choices=[school for pk, school in schools.items() if pk in joined],
    )
