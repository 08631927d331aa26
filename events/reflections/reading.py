"""What the pages about looking back show to one of the two, or to the programme team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Page

from events.applications.states import Side
from events.placements.models import Placement
from events.reflections.models import OPEN_TEXTS, JointSummary, Reflection, ReflectionFinding, ReflectionQuote
from events.reflections.rules import Opening, decide_opening, sealed_until
from events.reflections.states import ReleaseState
from events.reflections.words import exchange_title, last_day_in_words, name_on, other_side
from portal.shared.audiences.rules import Viewer


@dataclass(frozen=True, slots=True)
class Exchange:
    """One finished exchange as someone sees it; without a side they are of the programme team."""

    placement: Placement
    side: Side | None

    @property
    def title(self) -> str:
        """Its schools."""
        return exchange_title(self.placement)

    @property
    def other_name(self) -> str:
        """The other one of the two."""
        return name_on(self.placement, other_side(self.side or Side.GUEST))


def page_context(exchange: Exchange, viewer: Viewer, *, at: datetime) -> dict[str, object]:
    """Give everything the page of looking back shows, in a fixed number of queries."""
    placement, side = exchange.placement, exchange.side
    rows = {row.side: row for row in Reflection.objects.filter(placement=placement).select_related("author")}
    readable = set(Reflection.objects.visible_to(viewer).filter(placement=placement).values_list("pk", flat=True))
    summary = JointSummary.objects.visible_to(viewer).filter(placement=placement).select_related("changed_by").first()
    opening = decide_opening(
        last_day_on=placement.last_day_on,
        guest_in=_is_in(rows, Side.GUEST),
        host_in=_is_in(rows, Side.HOST),
        is_open=summary is not None,
        at=at,
    )
    own = rows.get(side) if side else None
    return {
        "exchange": exchange,
        "placement": placement,
        "until": last_day_in_words(placement),
        "is_time_up": at >= sealed_until(placement.last_day_on),
        "stage": _stage(own, opening, is_party=side is not None),
        "statuses": [_status(exchange, rows.get(each), each) for each in Side],
        "reflections": [
            _reflection(exchange, row)
            for row in (rows[each] for each in Side if each in rows)
            if row.pk in readable and row.is_in
        ],
        "summary": _summary(exchange, summary) if summary else None,
        "quotes": _quotes(exchange, viewer) if summary else [],
        "findings": _findings(exchange, viewer) if summary else [],
    }


def _is_in(rows: Mapping[str, Reflection], side: str) -> bool:
    return side in rows and rows[side].is_in


def _stage(own: Reflection | None, opening: Opening, *, is_party: bool) -> str:
    """Give the one word by which the page chooses: write, late, waiting or open; the team reads watching or open."""
    is_open = opening is Opening.OPEN
    if not is_party:
        return "open" if is_open else "watching"
    if own is None or not own.is_in:
        return "late" if is_open else "write"
    return "open" if is_open else "waiting"


def _status(exchange: Exchange, row: Reflection | None, side: Side) -> dict[str, object]:
    is_own = side == exchange.side
    is_in = row is not None and row.is_in
    name = name_on(exchange.placement, side)
    if is_own:
        words = _("Your reflection is in.") if is_in else _("Your reflection is not in yet.")
    elif is_in:
        words = _("The reflection of %(name)s is in.") % {"name": name}
    else:
        words = _("The reflection of %(name)s is not in yet.") % {"name": name}
    return {"words": words, "is_in": is_in}


def parts_of(row: Reflection) -> list[tuple[str, str]]:
    """Give what the other one may read of a reflection, as pairs of question and answer; without the private note."""
    labels = {
        "saw": _("What I saw"),
        "learned": _("What I learned"),
        "changes": _("What I do differently"),
        "advice": _("What I would tell a colleague"),
    }
    return [(labels[name], getattr(row, name)) for name in OPEN_TEXTS if getattr(row, name)]


def _reflection(exchange: Exchange, row: Reflection) -> dict[str, object]:
    is_own = row.side == exchange.side
    return {
        "row": row,
        "is_own": is_own,
        "heading": _("Your reflection")
        if is_own
        else _("Reflection of %(name)s") % {"name": name_on(exchange.placement, row.side)},
        "parts": parts_of(row),
        "note": row.private_note if is_own else "",
    }


def _summary(exchange: Exchange, row: JointSummary) -> dict[str, object]:
    placement, side = exchange.placement, exchange.side
    page = Page.objects.filter(pk=row.story_page_id, live=True).first() if row.story_page_id else None
    return {
        "row": row,
        "changed_by": row.changed_by.name if row.changed_by else "",
        "answers": [
            {
                "name": name_on(placement, each),
                "is_own": each == side,
                "agreed_at": row.agreed_at(each),
            }
            for each in Side
        ],
        "own_yes": side is not None and row.agreed_at(side) is not None,
        "other_yes": side is not None and row.agreed_at(other_side(side)) is not None,
        "holds_pen": side is not None and row.story_by_id == _member_id(placement, side),
        "story_url": page.url if page else "",
    }


def _member_id(placement: Placement, side: str) -> int | None:
    return placement.guest_id if side == Side.GUEST else placement.host_id


def _quotes(exchange: Exchange, viewer: Viewer) -> list[dict[str, object]]:
    rows = ReflectionQuote.objects.visible_to(viewer).filter(reflection__placement=exchange.placement)
    return [
        {
            "row": row,
            "is_own": row.reflection.side == exchange.side,
            "waits_for_me": row.reflection.side == exchange.side and row.state == ReleaseState.ASKED,
            "who": name_on(exchange.placement, row.reflection.side),
        }
        for row in rows.select_related("reflection")
    ]


def _findings(exchange: Exchange, viewer: Viewer) -> list[dict[str, object]]:
    rows = ReflectionFinding.objects.visible_to(viewer).filter(placement=exchange.placement)
    return [
        {
            "row": row,
            "is_own": exchange.side is not None and row.released_at(exchange.side) is not None,
            "waits_for_me": exchange.side is not None and row.released_at(exchange.side) is None,
        }
        for row in rows
    ]
