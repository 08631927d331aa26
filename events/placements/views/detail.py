"""The page of an exchange, and its agreement on paper."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from events.applications.states import Side
from events.placements.entries import title_of
from events.placements.errors import NotYours
from events.placements.models import ManagerConsent, Placement
from events.placements.pdf import agreement_pdf
from events.placements.reading import (
    Versions,
    both_confirmed,
    consents_for,
    days_of,
    person,
    school,
    side_of,
    span_in_words,
    term_lines,
    terms_of,
    versions_differ,
    versions_of,
)
from events.placements.rules import holidays_among, may_still_be_called_off
from events.placements.states import HOLDING, PlacementState
from events.placements.steps import steps_of
from events.placements.views.access import for_readers
from events.placements.ways import placement_parts
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer


@for_readers
def detail(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Show where it stands, what still has to be done and by whom, and what was agreed."""
    at, versions, side = timezone.now(), versions_of(placement), side_for(request, placement)
    consents = consents_for(versions.current) if versions.current else {}
    shown = versions.holding or versions.current
    context = {
        **facts_of(placement, side),
        "steps": steps_of(placement, versions, consents, side=side, at=at),
        "terms": term_lines(terms_of(shown)) if shown else [],
        "holds": versions.holding is not None,
        "has_version": shown is not None,
        "waiting": waiting_for(versions, side),
        "holidays": holidays_among(days_of(versions.current)) if versions.current else [],
        "consents": _shown_consents(consents, side),
        "may_change": side is not None and placement.state in HOLDING and shown is not None,
        "may_cancel": side is not None and _may_cancel(placement, at=at),
        "may_take_back": side is not None and may_take_back(placement, versions, request.user.pk),
        "parts": _parts(placement, viewer_of(request), at=at),
    }
    return render(request, "events/placements/detail.html", context)


def _parts(placement: Placement, viewer: Viewer, *, at: datetime) -> list[dict[str, object]]:
    """Give what subjects above add; what has nothing to show is left out."""
    found = ((part, part.context(placement, viewer, at=at)) for part in placement_parts)
    return [
        {"title": part.title, "template": part.template, "context": context}
        for part, context in found
        if context is not None
    ]


def side_for(request: HttpRequest, placement: Placement) -> Side | None:
    """Give on which side the reader stands; None for the programme team."""
    try:
        return side_of(placement, request.user)
    except NotYours:
        return None


def facts_of(placement: Placement, side: Side | None) -> dict[str, object]:
    """Give what the head of every page of an exchange says."""
    return {
        "placement": placement,
        "side": side,
        "title": title_of(placement),
        "people": [
            {"side": each.label, "name": str(person(placement, each) or ""), "school": str(school(placement, each))}
            for each in (Side.GUEST, Side.HOST)
        ],
        "span": span_in_words(placement.first_day_on, placement.last_day_on),
    }


def waiting_for(versions: Versions, side: Side | None) -> dict[str, object] | None:
    """Give what a waiting change is: its lines, its reason, and whom it asks again; None when none waits."""
    current = versions.current
    if current is None or current.holds_since is not None or versions.base is None:
        return None
    return {
        "version": current,
        "changes": versions_differ(versions.base, current),
        "is_amendment": versions.is_amendment,
        "asks_managers": current.consents_of == current.number,
    }


def _shown_consents(consents: dict[Side, ManagerConsent], side: Side | None) -> list[dict[str, object]]:
    """Give where each consent stands; name and remark only of one's own manager, and to the programme team."""
    return [
        {
            "side": each.label,
            "state": consents[each].get_state_display(),
            "decided_at": consents[each].decided_at,
            "name": consents[each].name if side in {None, each} else "",
            "remark": consents[each].remark if side in {None, each} else "",
        }
        for each in (Side.GUEST, Side.HOST)
        if each in consents
    ]


def may_take_back(placement: Placement, versions: Versions, member_id: int) -> bool:
    """Say whether this member can take back what waits: a change of what holds, or what they wrote."""
    current = versions.current
    if current is None or current.holds_since is not None or placement.state not in HOLDING:
        return False
    return versions.is_amendment or current.made_by_id == member_id


def _may_cancel(placement: Placement, *, at: datetime) -> bool:
    return may_still_be_called_off(
        is_done=placement.state == PlacementState.DONE,
        is_cancelled=placement.state == PlacementState.CANCELLED,
        ended_at=placement.ended_at,
        at=at,
    )


@for_readers
def pdf(request: HttpRequest, placement: Placement) -> HttpResponse:
    """Give the agreement that holds as a file, or else the newest one that both confirmed."""
    versions = versions_of(placement)
    confirmed = versions.current if versions.current is not None and both_confirmed(versions.current) else None
    version = versions.holding or confirmed
    if version is None:
        raise Http404
    response = HttpResponse(agreement_pdf(placement, version, consents_for(version)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="afspraken-{placement.key}.pdf"'
    return response
