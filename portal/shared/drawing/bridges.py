"""The bridge diagram: schools on a line, an arc for what connects two of them."""

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.shared.drawing.colours import EDGE, ICT, INK, INK_SOFT, ONDERWIJS, PAPER
from portal.shared.drawing.text import element, escape, length, wrapped


class Direction(StrEnum):
    """Who spent time where (DECISIONS 22), or what else two schools did together."""

    TEACHER_AT_ICT = "teacher_at_ict"
    ICT_IN_TEAM = "ict_in_team"
    BOTH = "both"
    COACH_WITH_COACH = "coach_with_coach"
    TOGETHER = "together"


@dataclass(frozen=True)
class BridgePoint:
    """One school on the line."""

    key: str
    name: str


@dataclass(frozen=True)
class BridgeArc:
    """One connection. The same school twice draws a loop at its point; a count above one thickens and numbers it.

    With an address it is a link to where the connection is told in words; `label` names it then.
    """

    start: str
    end: str
    direction: Direction
    count: int = 1
    url: str = ""
    label: str = ""


COLOURS = {
    Direction.TEACHER_AT_ICT: ONDERWIJS,
    Direction.ICT_IN_TEAM: ICT,
    Direction.COACH_WITH_COACH: INK,
    Direction.TOGETHER: EDGE,
}
# Never by colour alone: each direction has a line of its own; both ways is a double line.
DASHES = {
    Direction.ICT_IN_TEAM: "11 6",
    Direction.COACH_WITH_COACH: "12 6 .1 6",
    Direction.TOGETHER: ".1 6",
}
STEEPNESS, STEEPEST_ON_A_PHONE = 0.82, 1.5
HIGHEST = 205.0
NESTING = 0.86
PILLAR_EVERY = 34
# Pillars under more arcs than this are a fence that hides them.
MOST_WITH_PILLARS = 16
DOUBLE_WIDTH, DOUBLE_CORE = 5.4, 2.0


@dataclass(frozen=True)
class _Span:
    """An arc with its place: two coordinates on the line, and how far it is nested inside its twins."""

    arc: BridgeArc
    low: float
    high: float
    depth: int

    @property
    def radius(self) -> float:
        return (self.high - self.low) / 2

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


def _spans(arcs: Sequence[BridgeArc], places: dict[str, float]) -> list[_Span]:
    """Place the arcs, the longest first so that short ones lie on top; arcs of the same pair nest."""
    known = [arc for arc in arcs if arc.start in places and arc.end in places]
    pairs: dict[tuple[float, float], int] = {}
    found = []
    for arc in known:
        low, high = sorted((places[arc.start], places[arc.end]))
        depth = pairs.get((low, high), 0)
        pairs[low, high] = depth + 1
        found.append(_Span(arc=arc, low=low, high=high, depth=depth))
    return sorted(found, key=lambda span: (-(span.high - span.low), span.low, span.depth))


def _rises(spans: Sequence[_Span], *, steepest: float, highest: float) -> Callable[[_Span], float]:
    """Give how far each arc rises from the line: as a part of its radius, but the widest one no further than `highest`.

    Long arcs grow with the root of their length, so that short ones stay open and none crosses one it lies inside of.
    """
    widest = max((span.radius for span in spans), default=0.0)

    def rise_of(span: _Span) -> float:
        most = highest * math.sqrt(span.radius / widest) if widest else 0.0
        return min(span.radius * steepest, most) * NESTING**span.depth

    return rise_of


def _gradient(points: Sequence[BridgePoint], spans: Iterable[_Span], kind: str) -> tuple[str, str]:
    """Give the id and the definition of the two-bank gradient; the id differs per drawing on a page.

    The definition is empty when nothing is drawn with it.
    """
    mark = hashlib.sha256("|".join([kind, *(point.key for point in points)]).encode()).hexdigest()[:8]
    if all(span.arc.direction in COLOURS for span in spans):
        return f"brug-{mark}", ""
    stops = element("stop", stop_color=ONDERWIJS) + element("stop", offset=1, stop_color=ICT)
    turned = {"x1": 0, "y1": 0, "x2": 0, "y2": 1} if kind == "tall" else {}
    return f"brug-{mark}", element("defs", element("linearGradient", stops, id=f"brug-{mark}", **turned))


def _line(direction: Direction, path: str, *, stroke: str, count: int = 1) -> str:
    """Draw the line of one connection; both ways is a wide line with a core of paper."""
    if direction is Direction.BOTH:
        outer = element("path", d=path, fill="none", stroke=stroke, stroke_width=DOUBLE_WIDTH, stroke_linecap="round")
        return outer + element("path", d=path, fill="none", stroke=PAPER, stroke_width=DOUBLE_CORE)
    return element(
        "path",
        d=path,
        fill="none",
        stroke=stroke,
        stroke_width=min(2.4 + 0.7 * (count - 1), 5.2),
        stroke_linecap="round",
        stroke_dasharray=DASHES.get(direction),
    )


def _badge(span: _Span, x: float, y: float) -> str:
    """Draw how many connections an arc stands for, at its top; nothing for one."""
    if span.arc.count < 2:
        return ""
    written = str(span.arc.count)
    edge = COLOURS.get(span.arc.direction, INK)
    radius = 7.0 + 2.5 * len(written)
    return element("circle", cx=x, cy=y, r=radius, fill=PAPER, stroke=edge, stroke_width=1.5) + element(
        "text", written, x=x, y=y + 4.5, text_anchor="middle", font_size=13, fill=INK
    )


def _drawn(span: _Span, gradient: str, path: str, top: tuple[float, float]) -> str:
    """Draw one connection: its line, its number and, with an address, the link around both."""
    arc = span.arc
    stroke = COLOURS.get(arc.direction, f"url(#{gradient})")
    drawn = _line(arc.direction, path, stroke=stroke, count=arc.count) + _badge(span, *top)
    if not arc.url:
        return drawn
    return element("a", element("title", escape(arc.label)) + drawn, href=arc.url)


def _pillars(span: _Span, rise: float) -> list[tuple[float, float]]:
    """List the place on the line and the height of each pillar under an arc."""
    number = max(0, round((span.high - span.low) / PILLAR_EVERY) - 1)
    found = []
    for step in range(1, number + 1):
        place = span.low + (span.high - span.low) * step / (number + 1)
        found.append((place, rise * math.sqrt(max(0.0, 1 - ((place - span.middle) / span.radius) ** 2))))
    return found


def _fence(spans: Sequence[_Span], rise_of: Callable[[_Span], float], draw: Callable[[float, float], str]) -> str:
    """Draw the pillars of all arcs, one path each; none when there are many arcs."""
    if len(spans) > MOST_WITH_PILLARS:
        return ""
    fences = []
    for span in spans:
        pillars = "".join(draw(place, height) for place, height in _pillars(span, rise_of(span)) if span.radius)
        if pillars:
            colour = COLOURS.get(span.arc.direction, INK_SOFT)
            fences.append(element("path", d=pillars, stroke=colour, stroke_width=0.7, opacity=0.3))
    return "".join(fences)


def _loop(*handles: float) -> str:
    """Give the path from a point back to itself, by the two handles of its curve."""
    return f"c{' '.join(length(handle) for handle in handles)} 0 0"


def _whole(spans: Sequence[_Span], *, under: str, arcs: str, over: str, view: str, title: str) -> str:
    """Put the parts together: one picture with a name, or a group of links of which the rest is hidden."""
    if not any(span.arc.url for span in spans):
        return element("svg", under + arcs + over, viewBox=view, role="img", aria_label=title)
    under, over = (element("g", part, aria_hidden="true") for part in (under, over))
    return element("svg", under + arcs + over, viewBox=view, role="group", aria_label=title)


def bridge_diagram(points: Sequence[BridgePoint], arcs: Sequence[BridgeArc], width: int = 1180, title: str = "") -> str:
    """Draw schools on a horizontal line with an arc per connection, for wide screens.

    Parameters:
        points: The schools, in the order of the line; those without an arc show as islands.
        arcs: Connections between keys of points; an arc to an unknown key is left out.
        width: Width of the drawing's own coordinates.
        title: What the drawing says, for who cannot see it; escaped here.

    Returns:
        One <svg> element. The same facts must stand beside it as a table.
    """
    slot = width / max(1, len(points))
    places = {point.key: slot * (index + 0.5) for index, point in enumerate(points)}
    spans = _spans(arcs, places)
    rise_of = _rises(spans, steepest=STEEPNESS, highest=HIGHEST)
    # Room above for a loop, and for a number on the highest arc.
    deck = max([rise_of(span) + 12 for span in spans] + [58]) + 12
    gradient, definition = _gradient(points, spans, "wide")

    lines = []
    for span in spans:
        if span.low == span.high:
            size = 1 + 0.4 * span.depth
            path = f"M{length(span.low)} {length(deck)}{_loop(-40 * size, -52 * size, 40 * size, -52 * size)}"
            summit = (span.low, deck - 39 * size)
        else:
            rise = rise_of(span)
            ends = f"A{length(span.radius)} {length(rise)} 0 0 1 {length(span.high)} {length(deck)}"
            path = f"M{length(span.low)} {length(deck)}{ends}"
            summit = (span.middle, deck - rise)
        lines.append(_drawn(span, gradient, path, summit))
    pillars = _fence(spans, rise_of, lambda place, height: f"M{length(place)} {length(deck)}v{length(-height)}")
    size = 15 if slot >= 72 else 13
    room = max(6, int((slot - 4) / (size * 0.54)))
    names = []
    for point in points:
        place = places[point.key]
        parts = "".join(
            element("tspan", escape(line), x=place, dy=24 if index == 0 else size * 1.2)
            for index, line in enumerate(wrapped(point.name, room=room, lines=3))
        )
        dot = element("circle", cx=place, cy=deck, r=6, fill=PAPER, stroke=INK, stroke_width=2.6)
        label = element("text", parts, x=place, y=deck + 4, text_anchor="middle", font_size=size, fill=INK)
        names.append(element("g", element("title", escape(point.name)) + dot + label))
    line = element("path", d=f"M0 {length(deck)}H{width}", stroke=INK, stroke_width=2.6)
    return _whole(
        spans,
        under=definition + pillars,
        arcs="".join(lines),
        over=line + "".join(names),
        view=f"0 0 {width} {length(deck + 74)}",
        title=title,
    )


def bridge_list(points: Sequence[BridgePoint], arcs: Sequence[BridgeArc], title: str = "") -> str:
    """Draw the same facts from top to bottom, with whole names, for phones.

    Parameters and return value: as for bridge_diagram. The width is 360, a phone's.
    """
    row, axis, width = 44, 128, 360
    places = {point.key: row * (index + 0.5) for index, point in enumerate(points)}
    spans = _spans(arcs, places)
    rise_of = _rises(spans, steepest=STEEPEST_ON_A_PHONE, highest=axis - 14)
    gradient, definition = _gradient(points, spans, "tall")

    lines = []
    for span in spans:
        if span.low == span.high:
            size = 1 + 0.4 * span.depth
            path = f"M{axis} {length(span.low)}{_loop(-48 * size, -30 * size, -48 * size, 30 * size)}"
            summit = (axis - 36 * size, span.low)
        else:
            rise = rise_of(span)
            path = f"M{axis} {length(span.low)}A{length(rise)} {length(span.radius)} 0 0 0 {axis} {length(span.high)}"
            summit = (axis - rise, span.middle)
        lines.append(_drawn(span, gradient, path, summit))
    pillars = _fence(spans, rise_of, lambda place, height: f"M{axis} {length(place)}h{length(-height)}")
    names = []
    for point in points:
        place = places[point.key]
        written = wrapped(point.name, room=26, lines=2)
        start = place + 5.5 - (len(written) - 1) * 9
        parts = "".join(
            element("tspan", escape(line), x=axis + 20, y=start + index * 18) for index, line in enumerate(written)
        )
        dot = element("circle", cx=axis, cy=place, r=6, fill=PAPER, stroke=INK, stroke_width=2.6)
        names.append(element("g", dot + element("text", parts, font_size=16, fill=INK)))
    height = row * len(points)
    line = element("path", d=f"M{axis} 0V{height}", stroke=INK, stroke_width=2.6)
    return _whole(
        spans,
        under=definition + pillars,
        arcs="".join(lines),
        over=line + "".join(names),
        view=f"0 0 {width} {height}",
        title=title,
    )


def bridge_key(direction: Direction) -> str:
    """Draw a short line as the arcs of this direction have it, for the key under the drawing; it says nothing aloud."""
    path, stroke = "M3 5H51", COLOURS.get(direction, INK)
    if direction is Direction.BOTH:
        lines = [
            element("path", d=f"M3 {y}H51", stroke=colour, stroke_width=1.7) for y, colour in ((3, ONDERWIJS), (7, ICT))
        ]
        drawn = "".join(lines)
    else:
        drawn = _line(direction, path, stroke=stroke, count=2)
    return element("svg", drawn, viewBox="0 0 54 10", width=54, height=10, aria_hidden="true")
