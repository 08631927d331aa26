"""One's own applications on the desk of exchanges (events.offers.ways)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.applications.models import Application
from events.applications.states import ApplicationState, Side
from network.models import Member
from portal.shared.audiences.rules import Viewer

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One application in a list, to one of the two."""

    title: str
    url: str
    role: str
    other: str
    school: str
    state: str
    is_your_turn: bool
    at: datetime


def line_of(row: Application, reader: Member) -> Line:
    """Give the line of an application; the row with `for_lines`."""
    side = row.side_of(reader) or Side.GUEST
    other = row.person(side.other)
    return Line(
        title=row.title,
        url=row.get_absolute_url(),
        role=_("you as the guest") if side is Side.GUEST else _("you as the host"),
        other=other.name if other is not None else _("Former member"),
        school=row.school(side.other).name,
        state=ApplicationState(row.state).label,
        is_your_turn=row.waits_for == side,
        at=row.changed_at,
    )


class OwnApplications:
    """What someone asked for or was asked, the newest first."""

    title = gettext_lazy("My applications")
    template = "events/applications/own_applications.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the newest in one query; None for who has none."""
        rows = list(Application.objects.wanted_by(member.key).for_lines()[: SHOWN + 1])
        if not rows:
            return None
        return {"lines": [line_of(row, member) for row in rows[:SHOWN]], "has_more": len(rows) > SHOWN}


OWN_APPLICATIONS = OwnApplications()
