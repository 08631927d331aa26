"""The drawing of bridges: an overview as arcs for wide screens and for phones, with the key that explains them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from home.bridges.overview import BridgeOverview, Tie
from home.bridges.rules import schools_on_the_line, strongest
from portal.shared.drawing import BridgeArc, BridgePoint, Direction, bridge_diagram, bridge_key, bridge_list
from portal.shared.registries.crossings import BridgeDirection, BridgeLayer

DRAWN_AS = {
    BridgeDirection.TEACHER_TO_ICT: Direction.TEACHER_AT_ICT,
    BridgeDirection.ICT_TO_TEACHING: Direction.ICT_IN_TEAM,
    BridgeDirection.COACH_TO_COACH: Direction.COACH_WITH_COACH,
    BridgeDirection.BOTH_WAYS: Direction.BOTH,
}
WORDS = {
    Direction.TEACHER_AT_ICT: BridgeDirection.TEACHER_TO_ICT.label,
    Direction.ICT_IN_TEAM: BridgeDirection.ICT_TO_TEACHING.label,
    Direction.BOTH: BridgeDirection.BOTH_WAYS.label,
    Direction.COACH_WITH_COACH: BridgeDirection.COACH_TO_COACH.label,
    Direction.TOGETHER: gettext_lazy("Something else they did together"),
}


@dataclass(frozen=True)
class KeyLine:
    """One line of the key: how it is drawn, and what it means."""

    sample: SafeString
    text: str


@dataclass(frozen=True)
class BridgeDrawing:
    """The variables of components/bridges.html. `note` says what is left out, and is empty when nothing is."""

    wide: SafeString
    tall: SafeString
    title: str
    caption: str
    key: list[KeyLine]
    note: str


@dataclass
class _Group:
    """The ties that one arc stands for."""

    pair: tuple[int, int]
    direction: Direction
    ties: list[Tie]

    @property
    def count(self) -> int:
        return sum(tie.count for tie in self.ties)

    @property
    def label(self) -> str:
        first = self.ties[0]
        words = {"school": first.start, "other": first.end, "what": WORDS[self.direction], "count": self.count}
        if self.pair[0] == self.pair[1]:
            return _("Inside %(school)s: %(what)s, %(count)d ×") % words
        return _("%(school)s and %(other)s: %(what)s, %(count)d ×") % words


def _direction(tie: Tie) -> Direction:
    # Only an exchange has a direction to show in colour (DECISIONS 22).
    return DRAWN_AS[tie.direction] if tie.is_exchange else Direction.TOGETHER


def _groups(ties: list[Tie]) -> list[_Group]:
    """Gather what is drawn as one arc: same pair, same direction; a pair that went both ways is one double arc."""
    pairs: dict[tuple[int, int], dict[Direction, list[Tie]]] = {}
    for tie in ties:
        pairs.setdefault(tie.key.pair, {}).setdefault(_direction(tie), []).append(tie)
    groups = []
    for pair, found in pairs.items():
        if pair[0] != pair[1] and Direction.TEACHER_AT_ICT in found and Direction.ICT_IN_TEAM in found:
            there, back = found.pop(Direction.TEACHER_AT_ICT), found.pop(Direction.ICT_IN_TEAM)
            # By direction, as the table has them.
            found[Direction.BOTH] = [*back, *there]
        groups += [_Group(pair, direction, members) for direction, members in found.items()]
    return groups


def _caption(overview: BridgeOverview) -> str:
    if overview.is_about_exchanges:
        return _("Each arc is an exchange between two schools; a loop is one inside a school.")
    if BridgeLayer.PLACEMENT in overview.layers:
        return _("Each arc is an exchange, or something two schools did together.")
    return _("Each arc is something two schools did together.")


def _note(overview: BridgeOverview, drawn: list[_Group], schools: set[int]) -> str:
    shown = sum(group.count for group in drawn)
    if shown == overview.number_of_ties:
        return ""
    told = _(
        "Drawn are the %(schools)d schools with most bridges, and %(shown)d of %(all)d bridges. "
        "The table has all of them."
    )
    return told % {"schools": len(schools), "shown": shown, "all": overview.number_of_ties}


def drawing_of(
    overview: BridgeOverview, *, address_of: Callable[[Tie], str] | None = None, with_islands: bool = True
) -> BridgeDrawing:
    """Draw an overview for wide and narrow screens; the facts must stand beside it as a table or a link to one.

    Parameters:
        overview: What to draw.
        address_of: Gives where a tie is told in words; each arc is then a link to its first tie.
        with_islands: Whether schools without a tie are drawn when they fit.
    """
    groups = _groups(overview.ties)
    counts: dict[tuple[int, int], int] = {}
    for group in groups:
        counts[group.pair] = counts.get(group.pair, 0) + group.count
    shown = schools_on_the_line(counts, [school.pk for school in overview.islands] if with_islands else [])
    drawn = strongest((group, group.count) for group in groups if shown.issuperset(group.pair))
    points = [BridgePoint(key=str(pk), name=school.name) for pk, school in overview.schools.items() if pk in shown]
    arcs = [
        BridgeArc(
            start=str(group.pair[0]),
            end=str(group.pair[1]),
            direction=group.direction,
            count=group.count,
            url=address_of(group.ties[0]) if address_of else "",
            label=group.label if address_of else "",
        )
        for group in drawn
    ]
    title = ngettext(
        "Drawing with arcs: %(count)d bridge between %(schools)d schools",
        "Drawing with arcs: %(count)d bridges between %(schools)d schools",
        overview.number_of_ties,
    ) % {"count": overview.number_of_ties, "schools": overview.number_of_schools}
    used = {group.direction for group in drawn}
    return BridgeDrawing(
        # The drawing module escapes every name it is given.
        wide=mark_safe(bridge_diagram(points, arcs, title=title)),
        tall=mark_safe(bridge_list(points, arcs, title=title)),
        title=title,
        caption=_caption(overview),
        key=[KeyLine(mark_safe(bridge_key(each)), str(WORDS[each])) for each in WORDS if each in used],
        note=_note(overview, drawn, shown),
    )
