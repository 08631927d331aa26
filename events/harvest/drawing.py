"""Scores as bars: the drawing beside the table, for who sees quicker than they read."""

from collections.abc import Sequence

from events.harvest.rules import ScoreLine
from portal.shared.drawing.colours import INK, INK_SOFT, ONDERWIJS
from portal.shared.drawing.text import element, escape

_LEFT, _ROOM, _STEP, _WIDTH = 30, 380, 30, 480


def score_bars(lines: Sequence[ScoreLine], *, title: str) -> str:
    """Draw a bar per score, with its number at the end.

    Parameters:
        lines: From `distribution`; the table beside the drawing shows the same.
        title: What the drawing says, for who cannot see it; escaped here.

    Returns:
        One <svg> of 480 wide.
    """
    most = max((line.number for line in lines), default=0) or 1
    parts = []
    for place, line in enumerate(lines):
        y = place * _STEP
        long = _ROOM * line.number / most
        parts.append(
            element("text", escape(str(line.score)), x=0, y=y + 20, font_size=16, font_weight=650, fill=INK)
            + element("path", d=f"M{_LEFT} {y + 2}v24", stroke=INK, stroke_width=1.5)
            + (element("rect", x=_LEFT, y=y + 5, width=max(long, 1.5), height=18, fill=ONDERWIJS) if long else "")
            + element("text", escape(str(line.number)), x=_LEFT + long + 8, y=y + 20, font_size=15, fill=INK_SOFT)
        )
    height = len(lines) * _STEP
    return element("svg", "".join(parts), viewBox=f"0 0 {_WIDTH} {height}", role="img", aria_label=title)
