"""Reads places and wishes as plain facts, and which pairs are kept apart, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from django.db.models import QuerySet

from events.matching.finding import Apart
from events.matching.models import Dismissal
from events.matching.rules import OfferFacts, WishFacts
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import PlacesPer
from events.offers.talks import Talk, talk_sources
from network.models import Block

_COLUMNS = (
    "pk",
    "institution_id",
    "institution__merged_into_id",
    "institution__latitude",
    "institution__longitude",
    "direction",
    "half_days",
    "weekdays",
    "starts_on",
    "ends_on",
)


def offer_facts(offers: QuerySet[PlacementOffer]) -> list[OfferFacts]:
    """Give places as facts; without a host they are left out. In four queries."""
    themes, systems = _words_of(offers, PlacementOffer, "placementoffer_id")
    taken = _taken()
    rows = offers.exclude(contact=None).order_by().values_list("contact_id", "places", "places_per", *_COLUMNS)
    return [
        OfferFacts(
            owner_id=owner,
            free_places=places if per == PlacesPer.MONTH else places - taken.get(columns[0], 0),
            **_shared(columns, themes, systems),
        )
        for owner, places, per, *columns in rows
    ]


def wish_facts(requests: QuerySet[PlacementRequest]) -> list[WishFacts]:
    """Give wishes as facts; those of who left are left out. In three queries."""
    themes, systems = _words_of(requests, PlacementRequest, "placementrequest_id")
    rows = requests.exclude(member=None).order_by()
    return [
        WishFacts(owner_id=owner, most_km=most_km, is_own_school_fine=is_fine, **_shared(columns, themes, systems))
        for owner, most_km, is_fine, *columns in rows.values_list(
            "member_id", "most_km", "is_own_school_fine", *_COLUMNS
        )
    ]


def _shared(columns: list, themes: dict[int, set[int]], systems: dict[int, set[int]]) -> dict[str, object]:
    pk, school, merged_into, latitude, longitude, direction, half_days, weekdays, starts_on, ends_on = columns
    return {
        "pk": pk,
        "school_id": merged_into or school,
        "spot": None if latitude is None or longitude is None else (latitude, longitude),
        "direction": direction,
        "themes": frozenset(themes.get(pk, ())),
        "systems": frozenset(systems.get(pk, ())),
        "half_days": half_days,
        "weekdays": frozenset(weekdays or ()),
        "starts_on": starts_on,
        "ends_on": ends_on,
    }


def _words_of(rows: QuerySet, model: type, column: str) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    ids = rows.order_by().values("pk")
    found = []
    for through, word in ((model.themes.through, "theme_id"), (model.systems.through, "system_id")):
        words: dict[int, set[int]] = defaultdict(set)
        for pk, word_id in through.objects.filter(**{f"{column}__in": ids}).values_list(column, word):
            words[pk].add(word_id)
        found.append(words)
    return found[0], found[1]


def _taken() -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for source in talk_sources:
        for offer, number in source.taken().items():
            counts[offer] += number
    return counts


def pairs_apart(offers: Iterable[OfferFacts], wishes: Iterable[WishFacts], *, member_id: int | None = None) -> Apart:
    """Give which of these pairs are not suggested: they talked already, one blocked the other, or one said no.

    Parameters:
        offers, wishes: What is matched.
        member_id: Only what is about this member, for their own suggestions: what the other side said no to still
            shows, so that nobody learns of it. Without one everything, for proposals to others.
    """
    return Apart(
        pairs=chain(_talked(offers, wishes, member_id), _dismissed(member_id)),
        people=_blocked(member_id),
    )


def _talked(offers: Iterable[OfferFacts], wishes: Iterable[WishFacts], member_id: int | None) -> set[tuple[int, int]]:
    talks: list[Talk] = [talk for source in talk_sources for talk in source.talks(member_id)]
    if not talks:
        return set()
    wishes_of: dict[int, list[int]] = defaultdict(list)
    for wish in wishes:
        wishes_of[wish.owner_id].append(wish.pk)
    offers_of: dict[int, list[int]] = defaultdict(list)
    for offer in offers:
        offers_of[offer.owner_id].append(offer.pk)
    found = set()
    for talk in talks:
        if talk.offer_id is not None:
            found.update((talk.offer_id, wish) for wish in wishes_of.get(talk.guest_id or 0, ()))
        if talk.request_id is not None:
            found.update((offer, talk.request_id) for offer in offers_of.get(talk.host_id or 0, ()))
    return found


def _dismissed(member_id: int | None) -> list[tuple[int, int]]:
    rows = Dismissal.objects.order_by()
    if member_id is not None:
        rows = rows.filter(member_id=member_id)
    return list(rows.values_list("offer_id", "request_id"))


def _blocked(member_id: int | None) -> list[tuple[int, int]]:
    rows = Block.objects.order_by()
    if member_id is not None:
        rows = rows.filter(blocker_id=member_id) | rows.filter(blocked_id=member_id)
    return list(rows.values_list("blocker_id", "blocked_id"))
