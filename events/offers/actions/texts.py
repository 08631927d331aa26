"""What people type of an offer or a wish, as plain values."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from events.offers.models import ActivityTemplate, PlacementOffer, PlacementRequest
from events.offers.states import Direction, PlacesPer
from network.models import System, Theme
from portal.shared.audiences.states import Audience


@dataclass(frozen=True, kw_only=True)
class ListingText:
    """What both have; the dates are local days, a day of the week is 0 for Monday."""

    direction: Direction
    title: str
    about: str = ""
    half_days: int = 2
    weekdays: tuple[int, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    audience: Audience = Audience.MEMBERS
    themes: list[Theme] = field(default_factory=list)
    systems: list[System] = field(default_factory=list)

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "direction",
        "title",
        "about",
        "half_days",
        "starts_on",
        "ends_on",
        "audience",
    )

    def apply(self, listing: PlacementOffer | PlacementRequest) -> None:
        """Set the columns; the caller saves, and then calls `apply_lists`."""
        for column in self.COLUMNS:
            setattr(listing, column, getattr(self, column))
        listing.weekdays = list(self.weekdays)

    def apply_lists(self, listing: PlacementOffer | PlacementRequest) -> None:
        """Set themes and systems of a saved row."""
        listing.themes.set(self.themes)
        listing.systems.set(self.systems)


@dataclass(frozen=True, kw_only=True)
class OfferText(ListingText):
    """A place to join."""

    team: str = ""
    place: str = ""
    learn: str = ""
    template: ActivityTemplate | None = None
    places: int = 1
    places_per: PlacesPer = PlacesPer.TOTAL
    opens_on: date | None = None

    COLUMNS: ClassVar[tuple[str, ...]] = (
        *ListingText.COLUMNS,
        "team",
        "place",
        "learn",
        "template",
        "places",
        "places_per",
        "opens_on",
    )


@dataclass(frozen=True, kw_only=True)
class RequestText(ListingText):
    """A wish to join; a straight line from the own school measures how far it may be."""

    learning_question: str
    most_km: int | None = None
    is_own_school_fine: bool = True

    COLUMNS: ClassVar[tuple[str, ...]] = (*ListingText.COLUMNS, "learning_question", "most_km", "is_own_school_fine")
