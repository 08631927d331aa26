"""What fits, on the page of a wish, on that of a place, and on one's own desk of exchanges (events.offers.ways)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.matching.exchanges import chains_of
from events.matching.suggestions import Suggestions, offers_for, wishes_for
from events.offers.models import PlacementOffer, PlacementRequest
from network.models import Member
from portal.shared.audiences.rules import Viewer

ON_DESK = 3
MOST_LISTINGS = 20


def _owner_who_looks(owner: Member | None, viewer: Viewer) -> Member | None:
    return owner if owner is not None and viewer.is_member and owner.key == viewer.member_key else None


def _is_asked_for(listing: PlacementOffer | PlacementRequest, *, on: date) -> bool:
    return type(listing).objects.asked_for(on=on).filter(pk=listing.pk).exists()


class PlacesThatFit:
    """On the page of a wish, to whose wish it is."""

    title = _("Places that fit")
    template = "events/matching/part.html"

    def context(
        self, listing: PlacementOffer | PlacementRequest, viewer: Viewer, *, at: datetime
    ) -> Mapping[str, object] | None:
        """Give the places; None to anyone else, and while nobody can answer to the wish."""
        today = timezone.localdate(at)
        member = _owner_who_looks(listing.member, viewer)
        if member is None or not _is_asked_for(listing, on=today):
            return None
        found = offers_for([listing], member, viewer, on=today)
        return _part(found[listing.pk], listing)


class WishesThatFit:
    """On the page of a place, to its host."""

    title = _("Wishes that fit")
    template = "events/matching/part.html"

    def context(
        self, listing: PlacementOffer | PlacementRequest, viewer: Viewer, *, at: datetime
    ) -> Mapping[str, object] | None:
        """Give the wishes; None to anyone else, and while nobody can ask for the place."""
        today = timezone.localdate(at)
        member = _owner_who_looks(listing.contact, viewer)
        if member is None or not _is_asked_for(listing, on=today):
            return None
        found = wishes_for([listing], member, viewer, on=today)
        return _part(found[listing.pk], listing)


def _part(found: Suggestions, listing: PlacementOffer | PlacementRequest) -> dict[str, object]:
    return {
        "found": found,
        "is_wish": isinstance(listing, PlacementRequest),
        "next": listing.get_absolute_url(),
        "level": 3,
    }


class WhatFits:
    """On the own desk: the best few for each open wish and place."""

    title = _("What fits")
    template = "events/matching/own.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give them by wish and place; None for who has none open."""
        if not viewer.is_member:
            return None
        today = timezone.localdate(at)
        requests = list(PlacementRequest.objects.asked_for(on=today).filter(member=member)[:MOST_LISTINGS])
        offers = list(PlacementOffer.objects.asked_for(on=today).filter(contact=member)[:MOST_LISTINGS])
        if not requests and not offers:
            return None
        places = offers_for(requests, member, viewer, on=today, most=ON_DESK) if requests else {}
        wishes = wishes_for(offers, member, viewer, on=today, most=ON_DESK) if offers else {}
        return {
            "groups": [
                *({"listing": row, "found": places[row.pk], "is_wish": True} for row in requests),
                *({"listing": row, "found": wishes[row.pk], "is_wish": False} for row in offers),
            ]
        }


class SwapsAndRings:
    """On the own desk: schools that can send each other someone."""

    title = _("Swap with other schools")
    template = "events/matching/chains.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the swaps and rings this member takes part in; None when there are none."""
        if not viewer.is_member:
            return None
        chains = chains_of(member, viewer, on=timezone.localdate(at))
        return {"chains": chains} if chains else None


PLACES_THAT_FIT, WISHES_THAT_FIT = PlacesThatFit(), WishesThatFit()
WHAT_FITS, SWAPS_AND_RINGS = WhatFits(), SwapsAndRings()
