"""What there is at the end of each month, as bars: the drawing beside the table."""

from collections.abc import Sequence

from home.growth.rules import MonthCount
from portal.shared.drawing.colours import INK_SOFT, LINE, ONDERWIJS, ONDERWIJS_TINT
from portal.shared.drawing.text import dutch_number, element, escape

_WIDTH, _HEIGHT, _FOOT = 480, 120, 24
_LABELS = 6


def growth_bars(lines: Sequence[MonthCount], *, title: str) -> str:
    """Draw a bar per month: what there was already in a light colour, what came in that month above it.

    Parameters:
        lines: From `growth`; the table beside the drawing shows the same.
        title: What the drawing says, for who cannot see it; escaped here.

    Returns:
        One <svg> of 480 wide.
    """
    most = max((line.total for line in lines), default=0) or 1
    step = _WIDTH / max(len(lines), 1)
    every = -(-len(lines) // _LABELS) or 1
    parts = [element("path", d=f"M0 {_HEIGHT}H{_WIDTH}", stroke=LINE, stroke_width=1)]
    for place, line in enumerate(lines):
        x, wide = place * step + step * 0.1, step * 0.8
        full, new = _HEIGHT * line.total / most * 0.86, _HEIGHT * line.new / most * 0.86
        if line.total > line.new:
            tint = {"y": _HEIGHT - full + new, "height": full - new, "fill": ONDERWIJS_TINT}
            parts.append(element("rect", x=x, width=wide, **tint))
        if line.new:
            parts.append(element("rect", x=x, width=wide, y=_HEIGHT - full, height=new, fill=ONDERWIJS))
        if place % every == 0:
            label = f"{line.month.month}-{line.month:%y}"
            parts.append(element("text", label, x=x, y=float(_HEIGHT + 17), font_size=13, fill=INK_SOFT))
    if lines:
        number = escape(dutch_number(lines[-1].total))
        parts.append(
            element("text", number, x=_WIDTH, y=12, font_size=14, font_weight=650, fill=INK_SOFT, text_anchor="end")
        )
    return element("svg", "".join(parts), viewBox=f"0 0 {_WIDTH} {_HEIGHT + _FOOT}", role="img", aria_label=title)
