"""What a reader sees of one offer or wish, and what its owner can do with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from events.offers.actions.rows import SEARCH_KINDS
from events.offers.browse import owner_seen, tabs
from events.offers.mails import step_path
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.rules import offered_steps
from events.offers.states import ListingKind, ListingState, Step
from events.offers.ways import offer_parts, offer_ways, own_parts, request_parts, request_ways
from events.offers.words import facts_of, state_in_words
from network.models import Institution, Member
from portal.shared.audiences.rules import Viewer
from search.related.reading import related_things


@dataclass(frozen=True, slots=True)
class StepLink:
    """One thing the owner can do, with the address of the page that asks for it."""

    step: Step
    text: str
    url: str


def steps_of(listing: PlacementOffer | PlacementRequest, *, on: date) -> list[StepLink]:
    """Give what the owner can do now, the most likely thing first."""
    steps = offered_steps(
        state=ListingState(listing.state),
        is_paused=listing.is_paused,
        is_waiting=listing.is_waiting,
        ends_on=listing.ends_on,
        lapses_on=listing.lapses_on,
        on=on,
    )
    return [StepLink(step, str(step.label), step_path(listing, step)) for step in steps]


def parts_of(parts: Iterable, *about, at: datetime) -> list[Mapping[str, object]]:
    """Give what other subjects add to a page; what has nothing to show is left out."""
    return [
        {"title": part.title, "template": part.template, "context": context}
        for part in parts
        if (context := part.context(*about, at=at)) is not None
    ]


def detail_context(listing: PlacementOffer | PlacementRequest, viewer: Viewer, *, at: datetime) -> dict[str, object]:
    """Give everything the page of one offer or wish shows.

    Parameters:
        listing: One that the viewer may see, fetched with `with_owner`.
        viewer: Who looks.
        at: Now.
    """
    today = timezone.localdate(at)
    is_offer = listing.kind == ListingKind.OFFER
    is_own = listing.owner is not None and listing.owner.key == viewer.member_key
    has_host = not is_offer or not PlacementOffer.objects.without_host(on=today).filter(pk=listing.pk).exists()
    way_sources, parts = (offer_ways, offer_parts) if is_offer else (request_ways, request_parts)
    return {
        "listing": listing,
        "is_offer": is_offer,
        "school": listing.institution.current,
        "state_text": state_in_words(listing, on=today),
        "facts": facts_of(listing),
        "card": listing.template if is_offer else None,
        "question": listing.learn if is_offer else listing.learning_question,
        "has_host": has_host or not listing.is_listed,
        "owner": owner_seen(listing, viewer, on=today) if has_host else None,
        "is_own": is_own,
        "steps": steps_of(listing, on=today) if is_own else [],
        "ways": [way for source in way_sources for way in source.ways(listing, viewer, at=at)],
        "parts": parts_of(parts, listing, viewer, at=at),
        "related": related_things(SEARCH_KINDS[listing.kind], listing.key, viewer),
        "take_over_url": _take_over_url(listing, viewer) if not has_host else "",
        "take_down_url": _take_down_url(listing, viewer) if not is_own else "",
        "crumbs": [
            {"url": reverse("offers:list"), "title": tabs(ListingKind.OFFER)[0].text}
            if is_offer
            else {"url": tabs(ListingKind.REQUEST)[1].url, "title": tabs(ListingKind.REQUEST)[1].text}
        ],
    }


def _take_down_url(listing: PlacementOffer | PlacementRequest, viewer: Viewer) -> str:
    """Give the way to take it from the lists, to editors."""
    if not viewer.is_editor or not listing.is_listed:
        return ""
    return reverse("offers:take_down", kwargs={"kind": listing.kind.value, "key": listing.key})


def _take_over_url(offer: PlacementOffer, viewer: Viewer) -> str:
    """Give the way to become the host of an offer without one, to who works at its school."""
    if not viewer.is_member or offer.institution_id not in viewer.institution_ids:
        return ""
    return reverse("offers:take_over", kwargs={"key": offer.key})


def schools_for(member: Member, kind: ListingKind, *, on: date) -> list[Institution]:
    """Give the schools for which a member may make one: to offer a place, their work there must be confirmed."""
    work = member.affiliations.current(on)
    work = work.proven() if kind == ListingKind.OFFER else work
    return list(Institution.objects.current().filter(pk__in=work.values("institution")).order_by("name", "pk"))


def own_context(member: Member, viewer: Viewer, *, at: datetime) -> dict[str, object]:
    """Give the own desk: what this member offers and wishes, with what they can do, and the parts of others."""
    today = timezone.localdate(at)
    return {
        "offers": _own_rows(PlacementOffer, member, on=today),
        "requests": _own_rows(PlacementRequest, member, on=today),
        "parts": parts_of(own_parts, member, viewer, at=at),
    }


def _own_rows(model, member: Member, *, on: date) -> list[dict[str, object]]:
    # What was withdrawn is over and asks for nothing any more.
    rows = model.objects.owned_by(member.key).exclude(state=ListingState.WITHDRAWN).select_related("institution")
    return [
        {"listing": row, "state_text": state_in_words(row, on=on), "steps": steps_of(row, on=on)}
        for row in rows.order_by("-created_at", "-pk")
    ]
