"""What joins which schools, for the page of bridges and the front page: one function, whatever counts as a bridge."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.bridges.rules import TieKey, schools_on_the_line, tie_key
from network.models import Institution
from portal.shared.audiences.rules import Viewer
from portal.shared.drawing import BridgeArc, BridgePoint, Direction, bridge_diagram, bridge_list
from portal.shared.registries.crossings import Bridge, BridgeDirection, BridgeLayer, bridge_sources

DRAWN_AS = {
    BridgeDirection.TEACHER_TO_ICT: Direction.TEACHER_AT_ICT,
    BridgeDirection.ICT_TO_TEACHING: Direction.ICT_IN_TEAM,
    BridgeDirection.COACH_TO_COACH: Direction.COACH_WITH_COACH,
    BridgeDirection.BOTH_WAYS: Direction.BOTH,
}
# The key under the drawing, per colour; what schools did together is dashed and named in the caption.
KEY_CLASSES = {
    BridgeDirection.TEACHER_TO_ICT: "key",
    BridgeDirection.ICT_TO_TEACHING: "key key--ict",
    BridgeDirection.BOTH_WAYS: "key key--both",
    BridgeDirection.COACH_TO_COACH: "key key--plain",
}


@dataclass(frozen=True)
class Tie:
    """One line of the table: two schools, what kind of tie, and everything that makes it, the newest first."""

    key: TieKey
    start: Institution
    end: Institution
    layer: BridgeLayer
    direction: BridgeDirection
    items: list[Bridge]

    @property
    def count(self) -> int:
        return len(self.items)


@dataclass(frozen=True)
class BridgeOverview:
    """All ties a viewer may know of, by name of the schools, and the schools that have none yet."""

    ties: list[Tie]
    islands: list[Institution]
    schools: dict[int, Institution]
    layers: list[BridgeLayer]

    @property
    def number_of_ties(self) -> int:
        return sum(tie.count for tie in self.ties)

    @property
    def number_of_schools(self) -> int:
        return len({school for tie in self.ties for school in (tie.key.first, tie.key.second)})


@dataclass(frozen=True)
class BridgeDrawing:
    """The variables of home/bridges_figure.html."""

    wide: SafeString
    tall: SafeString
    title: str
    caption: str
    key: list[tuple[str, str]]


def _ties(bridges: Iterable[Bridge], schools: dict[int, Institution]) -> list[Tie]:
    found: dict[TieKey, list[Bridge]] = {}
    for bridge in bridges:
        start, end = bridge.from_institution_id, bridge.to_institution_id
        if start in schools and end in schools:
            key = tie_key(start=start, end=end, layer=bridge.layer, direction=bridge.direction)
            found.setdefault(key, []).append(bridge)
    ties = []
    for key, items in found.items():
        first, second = sorted((schools[key.first], schools[key.second]), key=lambda school: (school.name, school.pk))
        newest_first = sorted(items, key=lambda bridge: (-bridge.happened_on.toordinal(), bridge.label))
        ties.append(Tie(key, first, second, BridgeLayer(key.layer), BridgeDirection(key.direction), newest_first))
    return sorted(ties, key=lambda tie: (tie.start.name, tie.end.name, tie.layer, tie.direction))


def bridges_for(viewer: Viewer, *, layer: BridgeLayer | None = None) -> BridgeOverview:
    """Give what joins two schools today, as far as this viewer may see; one query per source and one for the schools.

    Parameters:
        viewer: Who looks.
        layer: Only ties of this kind; islands are then the schools without such a tie.
    """
    schools = {school.pk: school for school in Institution.objects.current().only("slug", "name", "label")}
    bridges = [bridge for source in bridge_sources for bridge in source.bridges(viewer)]
    layers = [each for each in BridgeLayer if any(bridge.layer == each for bridge in bridges)]
    ties = _ties((bridge for bridge in bridges if layer is None or bridge.layer == layer), schools)
    joined = {school for tie in ties for school in (tie.key.first, tie.key.second)}
    islands = [school for pk, school in schools.items() if pk not in joined]
    return BridgeOverview(ties=ties, islands=islands, schools=schools, layers=layers)


def _arc(tie: Tie) -> BridgeArc:
    # Only an exchange has a direction to show in colour (DECISIONS 22).
    direction = DRAWN_AS[tie.direction] if tie.layer is BridgeLayer.PLACEMENT else Direction.TOGETHER
    return BridgeArc(start=str(tie.key.first), end=str(tie.key.second), direction=direction, count=tie.count)


def _caption(overview: BridgeOverview) -> str:
    if any(tie.layer is BridgeLayer.PLACEMENT for tie in overview.ties):
        return _("Each arc is an exchange, or something two schools did together.")
    return _("Each arc is a story, a pilot or a joint action of two schools.")


def drawing_of(overview: BridgeOverview) -> BridgeDrawing:
    """Draw an overview for wide and narrow screens; the facts must stand beside it as a table or a link to one."""
    shown = schools_on_the_line((tie.key for tie in overview.ties), [school.pk for school in overview.islands])
    points = [BridgePoint(key=str(pk), name=school.name) for pk, school in overview.schools.items() if pk in shown]
    arcs = [_arc(tie) for tie in overview.ties]
    title = ngettext(
        "Drawing with arcs: %(count)d bridge between %(schools)d schools",
        "Drawing with arcs: %(count)d bridges between %(schools)d schools",
        overview.number_of_ties,
    ) % {"count": overview.number_of_ties, "schools": overview.number_of_schools}
    exchanged = {tie.direction for tie in overview.ties if tie.layer is BridgeLayer.PLACEMENT}
    return BridgeDrawing(
        # The drawing module escapes every name it is given.
        wide=mark_safe(bridge_diagram(points, arcs, title=title)),
        tall=mark_safe(bridge_list(points, arcs, title=title)),
        title=title,
        caption=_caption(overview),
        key=[(KEY_CLASSES[each], str(each.label)) for each in BridgeDirection if each in exchanged],
    )
