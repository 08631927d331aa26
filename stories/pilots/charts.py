"""The figures of a pilot as a drawing; the same figures always stand beside it as a table."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.shared.drawing.charts import BeforeAfter, before_after_chart
from stories.pilots.models import PilotIndicator


def indicator_chart(indicators: Sequence[PilotIndicator]) -> SafeString | str:
    """Draw before and after of each figure; nothing when nothing was measured.

    Returns:
        SVG markup. The drawing escapes every text it is given, so it is safe to place in a page.
    """
    if not indicators:
        return ""
    rows = [
        BeforeAfter(label=row.name, before=row.before, after=row.after, unit=row.unit if row.unit == "%" else "")
        for row in indicators
    ]
    drawing = before_after_chart(
        rows,
        before_word=_("before"),
        after_word=_("after"),
        missing_word=_("not measured"),
        title=_("Figures before and after the pilot"),
    )
    return mark_safe(drawing)
