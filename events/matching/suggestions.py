"""What fits a wish, or a place, for one reader: only what they may see and can ask for, with reasons in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from events.matching.finding import Apart, Fit, best_offers, best_wishes
from events.matching.models import Dismissal
from events.matching.querysets import askable
from events.matching.reading import offer_facts, pairs_apart, wish_facts
from events.matching.rules import Distances, points_of, reasons_of
from events.matching.words import reasons_in_words
from events.offers.models import PlacementOffer, PlacementRequest
from network.models import Member
from portal.shared.audiences.rules import Viewer

MOST_SHOWN = 5
Listing = PlacementOffer | PlacementRequest
PairKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One suggestion as it is shown.

    Attributes:
        listing: The place or the wish that is suggested.
        reasons: Why, in one line.
        offer_key, request_key: Of the pair.
    """

    listing: Listing
    reasons: str
    offer_key: str
    request_key: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What fits one place or wish, the best first, and what its owner didn't want to see any more."""

    rows: list[SuggestionRow]
    dismissed: list[SuggestionRow]


def with_words(rows: QuerySet) -> QuerySet:
    """Fetch places or wishes with what a line about them shows."""
    return rows.select_related("institution__merged_into").prefetch_related("themes", "systems")


def offers_for(
    requests: Sequence[PlacementRequest], member: Member, viewer: Viewer, *, on: date, most: int = MOST_SHOWN
) -> dict[int, Suggestions]:
    """Give the places that fit these wishes of one member, by the primary key of the wish.

    The number of queries doesn't depend on how many wishes and places there are.

    Parameters:
        requests: Open wishes of this member.
        member: Whose they are; what they talked about, or didn't want, is left out.
        viewer: The same person.
        on: Today.
        most: Per wish.
    """
    askable_offers, _requests = askable(viewer, on=on)
    wishes = wish_facts(PlacementRequest.objects.filter(pk__in=[row.pk for row in requests]))
    offers = offer_facts(askable_offers.filter(direction__in={wish.direction for wish in wishes}))
    apart = pairs_apart(offers, wishes, member_id=member.pk)
    fits = {wish.pk: best_offers(wish, offers, on=on, most=most, apart=apart) for wish in wishes}
    dismissed = _dismissed(member, askable_offers, request__in=[row.pk for row in requests])
    wanted = {fit.offer.pk for found in fits.values() for fit in found} | {pair[0] for pair in dismissed}
    listings = with_words(askable_offers).in_bulk(wanted)
    keys = {row.pk: row.key for row in requests}
    return {
        pk: Suggestions(
            rows=_rows(((fit, listings.get(fit.offer.pk), keys[pk]) for fit in fits.get(pk, ())), on=on),
            dismissed=[
                SuggestionRow(listings[offer], "", listings[offer].key, keys[pk])
                for offer, request in dismissed
                if request == pk and offer in listings
            ],
        )
        for pk in keys
    }


def wishes_for(
    offers: Sequence[PlacementOffer], member: Member, viewer: Viewer, *, on: date, most: int = MOST_SHOWN
) -> dict[int, Suggestions]:
    """Give the wishes that fit these places of one host, by the primary key of the place; see `offers_for`."""
    _offers, askable_requests = askable(viewer, on=on)
    places = offer_facts(PlacementOffer.objects.filter(pk__in=[row.pk for row in offers]))
    wishes = wish_facts(askable_requests.filter(direction__in={place.direction for place in places}))
    apart = pairs_apart(places, wishes, member_id=member.pk)
    fits = {place.pk: best_wishes(place, wishes, on=on, most=most, apart=apart) for place in places}
    dismissed = _dismissed(member, askable_requests, offer__in=[row.pk for row in offers])
    wanted = {fit.wish.pk for found in fits.values() for fit in found} | {pair[1] for pair in dismissed}
    listings = with_words(askable_requests).in_bulk(wanted)
    keys = {row.pk: row.key for row in offers}
    return {
        pk: Suggestions(
            rows=_rows(((fit, listings.get(fit.wish.pk), keys[pk]) for fit in fits.get(pk, ())), on=on),
            dismissed=[
                SuggestionRow(listings[request], "", keys[pk], listings[request].key)
                for offer, request in dismissed
                if offer == pk and request in listings
            ],
        )
        for pk in keys
    }


def _dismissed(member: Member, seen: QuerySet, **own: Collection[int]) -> list[PairKey]:
    other = {"request": seen} if "offer__in" in own else {"offer": seen}
    [(name, rows)] = other.items()
    found = Dismissal.objects.filter(member=member, **own, **{f"{name}__in": rows})
    return list(found.values_list("offer_id", "request_id"))


def _rows(found: Iterable[tuple[Fit, Listing | None, str]], *, on: date) -> list[SuggestionRow]:
    return [
        SuggestionRow(
            listing=listing,
            reasons=say_reasons(fit, listing, on=on, is_to_pair=True),
            offer_key=listing.key if isinstance(listing, PlacementOffer) else own_key,
            request_key=own_key if isinstance(listing, PlacementOffer) else listing.key,
        )
        for fit, listing, own_key in found
        if listing is not None
    ]


def say_reasons(fit: Fit, listing: Listing, *, on: date, is_to_pair: bool) -> str:
    """Say why a pair fits.

    Parameters:
        fit: The pair.
        listing: Either of the two, with its themes and systems; what is shared stands in both.
        on: Today.
        is_to_pair: Whether one of the two reads it.
    """
    return reasons_in_words(
        reasons_of(fit.offer, fit.wish, kilometres=fit.kilometres, on=on),
        themes={theme.pk: theme.name for theme in listing.themes.all()},
        systems={system.pk: system.name for system in listing.systems.all()},
        is_to_pair=is_to_pair,
    )


def fits_of_pairs(
    pairs: Collection[PairKey], viewer: Viewer, *, on: date, member_id: int | None = None
) -> dict[PairKey, Fit]:
    """Score these pairs anew as they are now; what no longer fits, or this viewer may not see, is left out.

    Parameters:
        pairs: Of (place, wish), by primary key.
        viewer: Who will read them.
        on: Today.
        member_id: See `pairs_apart`.
    """
    if not pairs:
        return {}
    askable_offers, askable_requests = askable(viewer, on=on)
    offers = {row.pk: row for row in offer_facts(askable_offers.filter(pk__in={pair[0] for pair in pairs}))}
    wishes = {row.pk: row for row in wish_facts(askable_requests.filter(pk__in={pair[1] for pair in pairs}))}
    apart = pairs_apart(offers.values(), wishes.values(), member_id=member_id)
    return _fits(pairs, offers, wishes, apart, on=on)


def _fits(
    pairs: Collection[PairKey], offers: Mapping, wishes: Mapping, apart: Apart, *, on: date
) -> dict[PairKey, Fit]:
    distances, found = Distances(), {}
    for pair in pairs:
        offer, wish = offers.get(pair[0]), wishes.get(pair[1])
        if offer is None or wish is None or apart.keeps(offer, wish):
            continue
        kilometres = distances.between(offer, wish)
        points = points_of(offer, wish, kilometres=kilometres, on=on)
        if points:
            found[pair] = Fit(offer, wish, points, kilometres)
    return found
