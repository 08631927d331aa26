"""Figures of a pilot as bars, and the weight of evidence as segments."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.shared.drawing.colours import EDGE, INK, INK_SOFT, LINE, ONDERWIJS, PAPER
from portal.shared.drawing.text import element, escape, with_unit, wrapped


@dataclass(frozen=True)
class BeforeAfter:
    """One indicator, measured twice. None means that it was not measured then."""

    label: str
    before: int | float | Decimal | None
    after: int | float | Decimal | None
    unit: str = ""


def _tops(rows: Sequence[BeforeAfter]) -> dict[str, float]:
    """Give the full length of the scale per unit; percentages run to 100, unless one is larger."""
    tops: dict[str, float] = {}
    for row in rows:
        values = [abs(float(value)) for value in (row.before, row.after) if value is not None]
        tops[row.unit] = max([tops.get(row.unit, 100.0 if row.unit == "%" else 0.0), *values])
    return tops


def before_after_chart(
    rows: Sequence[BeforeAfter],
    *,
    before_word: str = "voor",
    after_word: str = "na",
    missing_word: str = "niet gemeten",
    title: str = "",
) -> str:
    """Draw two bars per indicator: before as hatching, after solid, each with its value.

    Parameters:
        rows: The indicators; rows with the same unit share one scale that starts at 0.
        before_word, after_word, missing_word: What stands beside the bars.
        title: What the chart says, for who cannot see it; escaped here.

    Returns:
        One <svg> of 480 wide. The same figures must stand beside it as a table.
    """
    width, left, room = 480, 58, 300
    tops = _tops(rows)
    mark = hashlib.sha256(repr(rows).encode()).hexdigest()[:8]
    hatch = element(
        "pattern",
        element("rect", width=6, height=6, fill=PAPER) + element("path", d="M0 0V6", stroke=EDGE, stroke_width=4),
        id=f"arcering-{mark}",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    parts, y = [element("defs", hatch)], 4.0
    for row in rows:
        for line in wrapped(row.label, room=54, lines=3):
            y += 20
            parts.append(element("text", escape(line), x=0, y=y - 4, font_size=16, font_weight=650, fill=INK))
        fills = (
            (before_word, row.before, f"url(#arcering-{mark})", EDGE),
            (after_word, row.after, ONDERWIJS, ONDERWIJS),
        )
        y += 3
        for word, value, fill, edge in fills:
            parts.append(element("text", escape(word), x=0, y=y + 17, font_size=15, fill=INK_SOFT))
            parts.append(element("path", d=f"M{left} {y:.0f}v24", stroke=INK, stroke_width=1.5))
            if value is None:
                parts.append(element("text", escape(missing_word), x=left + 8, y=y + 17, font_size=15, fill=INK_SOFT))
            else:
                long = room * abs(float(value)) / (tops[row.unit] or 1)
                bar = {"x": left, "y": y + 3, "width": max(long, 1.5), "height": 18}
                parts.append(element("rect", **bar, fill=fill, stroke=edge, stroke_width=1))
                text = escape(with_unit(value, row.unit))
                parts.append(
                    element("text", text, x=left + long + 8, y=y + 17, font_size=15, font_weight=650, fill=INK)
                )
            y += 25
        y += 6
        parts.append(element("path", d=f"M0 {y:.0f}H{width}", stroke=LINE, stroke_width=1))
        y += 8
    return element("svg", "".join(parts), viewBox=f"0 0 {width} {y:.0f}", role="img", aria_label=title)


def evidence_bar(supports: int, partly: int, contradicts: int, *, limit: int = 16) -> tuple[str, ...]:
    """List the segments of an evidence bar, for components/evidence_bar.html.

    Parameters:
        supports, partly, contradicts: How many accepted pieces of evidence say so.
        limit: The most segments to draw. Above it each verdict keeps its share, and at least one segment.

    Returns:
        "supports", "partly" and "contradicts" in that order, as often as each is drawn.
    """
    counts = {"supports": supports, "partly": partly, "contradicts": contradicts}
    total = sum(counts.values())
    if total > limit:
        counts = {name: max(1, round(count * limit / total)) if count else 0 for name, count in counts.items()}
    return tuple(name for name, count in counts.items() for _ in range(count))
