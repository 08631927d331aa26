"""The bridge diagram: schools on a line, an arc for what connects two of them."""

import hashlib
import math
from collections.abc import Sequence
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
    """One connection. The same school twice draws a loop at its point; count thickens the line."""

    start: str
    end: str
    direction: Direction
    count: int = 1


COLOURS = {
    Direction.TEACHER_AT_ICT: ONDERWIJS,
    Direction.ICT_IN_TEAM: ICT,
    Direction.COACH_WITH_COACH: INK,
    Direction.TOGETHER: EDGE,
}
STEEPNESS = 0.82
NESTING = 0.86
PILLAR_EVERY = 34


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


def _gradient(points: Sequence[BridgePoint], kind: str, *, vertical: bool) -> tuple[str, str]:
    """Give the id and the definition of the two-bank gradient; the id differs per drawing on a page."""
    mark = hashlib.sha256("|".join([kind, *(point.key for point in points)]).encode()).hexdigest()[:8]
    stops = element("stop", stop_color=ONDERWIJS) + element("stop", offset=1, stop_color=ICT)
    turned = {"x1": 0, "y1": 0, "x2": 0, "y2": 1} if vertical else {}
    return f"brug-{mark}", element("defs", element("linearGradient", stops, id=f"brug-{mark}", **turned))


def _stroke(arc: BridgeArc, gradient: str) -> dict[str, str | int | float | None]:
    return {
        "fill": "none",
        "stroke": COLOURS.get(arc.direction, f"url(#{gradient})"),
        "stroke_width": min(2.4 + 0.7 * (arc.count - 1), 5.2),
        "stroke_linecap": "round",
        "stroke_dasharray": "2 6" if arc.direction is Direction.TOGETHER else None,
    }


def _pillars(span: _Span, rise: float) -> list[tuple[float, float]]:
    """List the place on the line and the height of each pillar under an arc."""
    number = max(0, round((span.high - span.low) / PILLAR_EVERY) - 1)
    middle = (span.low + span.high) / 2
    found = []
    for step in range(1, number + 1):
        place = span.low + (span.high - span.low) * step / (number + 1)
        found.append((place, rise * math.sqrt(max(0.0, 1 - ((place - middle) / span.radius) ** 2))))
    return found


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
    widest = max((span.radius for span in spans), default=0)
    steep = min(STEEPNESS, 205 / widest) if widest else STEEPNESS
    top = max(widest * steep, 46)
    deck = top + 12
    gradient, definition = _gradient(points, "wide", vertical=False)
    lines, pillars = [], []
    for span in spans:
        if span.low == span.high:
            path = f"M{length(span.low)} {length(deck)}c-26 -40 26 -40 0 0"
            lines.append(element("path", d=path, **_stroke(span.arc, gradient)))
            continue
        rise = span.radius * steep * NESTING**span.depth
        for place, height in _pillars(span, rise):
            path = f"M{length(place)} {length(deck)}v{length(-height)}"
            colour = COLOURS.get(span.arc.direction, INK_SOFT)
            pillars.append(element("path", d=path, stroke=colour, stroke_width=0.7, opacity=0.3))
        ends = f"A{length(span.radius)} {length(rise)} 0 0 1 {length(span.high)} {length(deck)}"
        path = f"M{length(span.low)} {length(deck)}{ends}"
        lines.append(element("path", d=path, **_stroke(span.arc, gradient)))
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
    return element(
        "svg",
        definition + "".join(pillars) + "".join(lines) + line + "".join(names),
        viewBox=f"0 0 {width} {length(deck + 74)}",
        role="img",
        aria_label=title,
    )


def bridge_list(points: Sequence[BridgePoint], arcs: Sequence[BridgeArc], title: str = "") -> str:
    """Draw the same facts from top to bottom, with whole names, for phones.

    Parameters and return value: as for bridge_diagram. The width is 360, a phone's.
    """
    row, axis, width = 44, 128, 360
    places = {point.key: row * (index + 0.5) for index, point in enumerate(points)}
    spans = _spans(arcs, places)
    widest = max((span.radius for span in spans), default=0)
    steep = min(STEEPNESS, (axis - 12) / widest) if widest else STEEPNESS
    gradient, definition = _gradient(points, "tall", vertical=True)
    lines, pillars = [], []
    for span in spans:
        if span.low == span.high:
            path = f"M{axis} {length(span.low)}c-36 -22 -36 22 0 0"
            lines.append(element("path", d=path, **_stroke(span.arc, gradient)))
            continue
        rise = span.radius * steep * NESTING**span.depth
        for place, height in _pillars(span, rise):
            path = f"M{axis} {length(place)}h{length(-height)}"
            colour = COLOURS.get(span.arc.direction, INK_SOFT)
            pillars.append(element("path", d=path, stroke=colour, stroke_width=0.7, opacity=0.3))
        path = f"M{axis} {length(span.low)}A{length(rise)} {length(span.radius)} 0 0 0 {axis} {length(span.high)}"
        lines.append(element("path", d=path, **_stroke(span.arc, gradient)))
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
    return element(
        "svg",
        definition + "".join(pillars) + "".join(lines) + line + "".join(names),
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=title,
    )
