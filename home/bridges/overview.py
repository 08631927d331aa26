"""What joins which schools, for the page of bridges, the front page and the pages of schools."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from home.bridges.rules import EVERY_LAYER, TieKey, layers_shown, tie_key
from network.models import Institution
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.sharing import shared
from portal.shared.registries.crossings import Bridge, BridgeDirection, BridgeLayer, bridge_sources

# The directions one can ask for: an exchange has one of these (DECISIONS 22).
DIRECTIONS = (BridgeDirection.TEACHER_TO_ICT, BridgeDirection.ICT_TO_TEACHING, BridgeDirection.COACH_TO_COACH)

# A plain text: it is compared for every tie, and members of an enumeration are slow to reach.
EXCHANGE = BridgeLayer.PLACEMENT.value


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
        return self.key.layer == EXCHANGE

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


@dataclass(frozen=True)
class _Everything:
    """What joins schools, of every kind, in the order of the table; remembered until something changes."""

    schools: dict[int, Institution]
    ties: list[Tie]


def _everything(viewer: Viewer) -> _Everything:
    """Give what may be known to all members, or to all visitors; a tie that one person may know of is no bridge.

    One query per source and one for the schools, and none while nothing changed.
    """

    def read(viewer: Viewer) -> _Everything:
        schools = _schools()
        bridges = (bridge for source in bridge_sources for bridge in source.bridges(viewer))
        return _Everything(schools, _ties(bridges, schools))

    return shared(("bridges",), viewer, read)


def bridges_of(institution_id: int, viewer: Viewer) -> BridgeOverview:
    """Give what joins one school to others today, of every kind, without reading what joins all the others.

    Parameters:
        institution_id: The school.
        viewer: Who looks.
    """

    def read(viewer: Viewer) -> _Everything:
        schools = _schools()
        bridges = (bridge for source in bridge_sources for bridge in source.bridges(viewer, school=institution_id))
        return _Everything(schools, _ties(bridges, schools))

    everything = shared(("bridges-of-school", institution_id), viewer, read)
    return _overview(everything, Asked(layers=(EVERY_LAYER,)))


def front_bridges(viewer: Viewer) -> BridgeOverview:
    """Give what `bridges_for` gives to who asks for nothing, as far as it is drawn: without what there is to ask for.

    The exchanges alone are read for it, and all else only while there are none: the front page shows nothing more.
    """

    def read(viewer: Viewer) -> _Everything | None:
        sources = [source for source in bridge_sources if source.layer == EXCHANGE]
        bridges = [bridge for source in sources for bridge in source.bridges(viewer) if bridge.layer == EXCHANGE]
        if not bridges:
            return None
        schools = _schools()
        return _Everything(schools, _ties(bridges, schools))

    exchanges = shared(("bridges-exchanges",), viewer, read)
    if exchanges is None or not exchanges.ties:
        return bridges_for(viewer)
    joined = {school for tie in exchanges.ties for school in tie.key.pair}
    return BridgeOverview(
        ties=exchanges.ties,
        islands=[school for pk, school in exchanges.schools.items() if pk not in joined],
        schools=exchanges.schools,
        layer_counts={BridgeLayer.PLACEMENT: sum(tie.count for tie in exchanges.ties)},
        layers=[BridgeLayer.PLACEMENT],
    )


def _schools() -> dict[int, Institution]:
    return {school.pk: school for school in Institution.objects.current().only("slug", "name", "label")}


def _ties(bridges: Iterable[Bridge], schools: dict[int, Institution]) -> list[Tie]:
    found: dict[TieKey, list[Bridge]] = {}
    for bridge in bridges:
        start, end = bridge.from_institution_id, bridge.to_institution_id
        if start in schools and end in schools:
            layer, direction = bridge.layer.value, bridge.direction.value
            key = tie_key(start=start, end=end, layer=layer, direction=direction, keeps_order=layer == EXCHANGE)
            found.setdefault(key, []).append(bridge)
    return sorted((_tie(key, items, schools) for key, items in found.items()), key=_by_name)


def _tie(key: TieKey, items: list[Bridge], schools: dict[int, Institution]) -> Tie:
    first, second = schools[key.first], schools[key.second]
    if key.layer != EXCHANGE and (second.name, second.pk) < (first.name, first.pk):
        first, second = second, first
    items.sort(key=lambda bridge: (-bridge.happened_on.toordinal(), bridge.label))
    return Tie(key, first, second, BridgeLayer(key.layer), BridgeDirection(key.direction), items)


def _by_name(tie: Tie) -> tuple[str, ...]:
    """Order lines by the names of the two schools, there and back beside each other."""
    first, second = sorted((tie.start.name, tie.end.name))
    return first, second, tie.key.layer, tie.key.direction, tie.start.name


def _narrowed(ties: list[Tie], asked: Asked) -> list[Tie]:
    if asked.direction:
        ties = [tie for tie in ties if tie.direction is asked.direction]
    if asked.school:
        ties = [tie for tie in ties if asked.school in (tie.start.slug, tie.end.slug)]
    if asked.year:
        of_year = ((tie, [item for item in tie.items if item.happened_on.year == asked.year]) for tie in ties)
        ties = [replace(tie, items=items) for tie, items in of_year if items]
    return ties


def bridges_for(viewer: Viewer, asked: Asked | None = None) -> BridgeOverview:
    """Give what joins two schools today, as far as this viewer may see.

    Parameters:
        viewer: Who looks.
        asked: What they want to see of it; None is the exchanges, or everything while there are none.
    """
    return _overview(_everything(viewer), asked or Asked())


def _overview(everything: _Everything, asked: Asked) -> BridgeOverview:
    counts: Counter[str] = Counter()
    for tie in everything.ties:
        counts[tie.key.layer] += tie.count
    present = [layer for layer in BridgeLayer.values if counts[layer]]
    shown = layers_shown(asked.layers, present, main=EXCHANGE)
    ties = [tie for tie in everything.ties if tie.key.layer in shown]
    joined = {school for tie in ties for school in tie.key.pair}
    exchanged = {tie.direction for tie in ties if tie.is_exchange}
    years = {item.happened_on.year for tie in ties for item in tie.items}
    return BridgeOverview(
        ties=_narrowed(ties, asked),
        islands=[school for pk, school in everything.schools.items() if pk not in joined],
        schools=everything.schools,
        layer_counts={BridgeLayer(layer): counts[layer] for layer in present},
        layers=[BridgeLayer(layer) for layer in shown],
        # A text without a day of publishing has the first day there is.
        years=sorted(years - {date.min.year}, reverse=True),
        directions=[direction for direction in DIRECTIONS if direction in exchanged],
        choices=[school for pk, school in everything.schools.items() if pk in joined],
    )
