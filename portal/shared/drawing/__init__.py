"""Drawings made on the server, as SVG text: no script, no style attributes, every text escaped."""

from portal.shared.drawing.bridges import BridgeArc, BridgePoint, Direction, bridge_diagram, bridge_key, bridge_list
from portal.shared.drawing.charts import BeforeAfter, before_after_chart, evidence_bar
from portal.shared.drawing.pictures import story_picture
from portal.shared.drawing.text import dutch_number, with_unit

__all__ = [
    "BeforeAfter",
    "BridgeArc",
    "BridgePoint",
    "Direction",
    "before_after_chart",
    "bridge_diagram",
    "bridge_key",
    "bridge_list",
    "dutch_number",
    "evidence_bar",
    "story_picture",
    "with_unit",
]
