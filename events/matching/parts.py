"""What fits, on the page of a wish, on that of a place, and on one's own desk of exchanges (events.offers.ways)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.matching.exchanges import chains_of
from events.matching.proposals import proposed
from events.matching.querysets import askable
from events.matching.suggestions import Suggestions, offers_for, wishes_for
from events.offers.models import PlacementOffer, PlacementRequest
from network.models import Member
from portal.shared.audiences.rules import Viewer

ON_DESK = 3
MOST_LISTINGS = 20


def _owner_who_looks(owner: Member | None, viewer: Viewer) -> Member | None:
    return owner if owner is not None and viewer.is_member and owner.key == viewer.member_key else None


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
        if member is None or not askable(viewer, on=today)[1].filter(pk=listing.pk).exists():
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
        if member is None or not askable(viewer, on=today)[0].filter(pk=listing.pk).exists():
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
        askable_offers, askable_requests = askable(viewer, on=today)
        requests = list(askable_requests.filter(member=member)[:MOST_LISTINGS])
        offers = list(askable_offers.filter(contact=member)[:MOST_LISTINGS])
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


class ProposalsForTeam:
    """On the own desk of someone of the programme team: the way to what fits of everyone."""

    title = _("For the programme team")
    template = "events/matching/team.html"

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give how many pairs are proposed; None to anyone else."""
        if not viewer.is_programme_team:
            return None
        return {"count": proposed(viewer, on=timezone.localdate(at)).count()}


PLACES_THAT_FIT, WISHES_THAT_FIT = PlacesThatFit(), WishesThatFit()
WHAT_FITS, SWAPS_AND_RINGS, FOR_TEAM = WhatFits(), SwapsAndRings(), ProposalsForTeam()
