"""What subjects above offers add to their pages: ways on from an offer or a wish, and parts of one's own desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from events.offers.models import PlacementOffer, PlacementRequest
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.registry import Registry


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to do with an offer or a wish. Without an address it says why it can't be done now."""

    text: str
    url: str = ""
    explanation: str = ""
    is_main: bool = False


class OfferWays(Protocol):
    """Says what someone who sees an offer can do with it."""

    def ways(self, offer: PlacementOffer, viewer: Viewer, *, at: datetime) -> Iterable[Way]:
        """Give the ways on, the most important one first."""


class RequestWays(Protocol):
    """Says what someone who sees a wish can do with it."""

    def ways(self, request: PlacementRequest, viewer: Viewer, *, at: datetime) -> Iterable[Way]:
        """Give the ways on, the most important one first."""


class ListingPart(Protocol):
    """Adds a part to the page of an offer or a wish, e.g. what fits it; registered per kind."""

    title: str
    template: str

    def context(
        self, listing: PlacementOffer | PlacementRequest, viewer: Viewer, *, at: datetime
    ) -> Mapping[str, object] | None:
        """Give the variables of the template, or None when there is nothing to show to this viewer."""


class OwnPart(Protocol):
    """Adds a part to `/mijn/uitwisseling/`: applications, exchanges, reflections due, what fits."""

    title: str
    template: str

    def context(self, member: Any, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give the variables of the template, or None when there is nothing to show."""


offer_ways: Registry[OfferWays] = Registry("ways on from an offer")
request_ways: Registry[RequestWays] = Registry("ways on from a wish")
offer_parts: Registry[ListingPart] = Registry("parts of an offer's page")
request_parts: Registry[ListingPart] = Registry("parts of a wish's page")
own_parts: Registry[OwnPart] = Registry("parts of one's own desk of exchanges")
