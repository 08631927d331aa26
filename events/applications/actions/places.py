"""Counting who holds a place, and what follows when one is taken or comes free. Everything under the caller's locks."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from events.applications.actions.rows import hears, lock_application, post_all
from events.applications.mails import place_free_mails
from events.applications.models import Application, OfferWatch
from events.applications.rules import has_room, is_full, month_of
from events.offers.actions.occupancy import set_taken
from events.offers.models import PlacementOffer
from events.offers.states import ListingState, PlacesPer


def taken_of(offer: PlacementOffer) -> dict[date | None, int]:
    """Count who holds a place of an offer, by the first day of their month."""
    rows = Application.objects.filter(offer=offer, holds_place=True).order_by().values("month")
    counted: dict[date | None, int] = {}
    for row in rows.annotate(count=Count("pk")):
        month = month_of(row["month"]) if row["month"] else None
        counted[month] = counted.get(month, 0) + row["count"]
    return counted


def room_for(application: Application) -> bool:
    """Say whether the place of an application has room for it; True when no place was named."""
    offer = application.offer
    if offer is None:
        return True
    return has_room(
        places=offer.places,
        is_per_month=offer.places_per == PlacesPer.MONTH,
        taken=taken_of(offer),
        month=application.month,
    )


def taken_since(application: Application) -> datetime | None:
    """Give when the last yes was said that stands in the way of this application; None when there is room."""
    moments = []
    if application.request_id and application.request.state == ListingState.TAKEN:
        moments.append(_last_yes(request=application.request_id))
    if application.offer_id and not room_for(application):
        same = {"month": application.month} if application.offer.places_per == PlacesPer.MONTH else {}
        moments.append(_last_yes(offer=application.offer_id, **same) or _last_yes(offer=application.offer_id))
    known = [moment for moment in moments if moment is not None]
    return min(known) if known else None


def _last_yes(**about: object) -> datetime | None:
    return Application.objects.accepted().filter(**about).aggregate(last=Max("changed_at"))["last"]


def settle_offer(offer: PlacementOffer, *, at: datetime) -> None:
    """Say whether an offer, which is locked, is taken; tell who waits for a free place when it is so again."""
    full = is_full(
        places=offer.places,
        is_per_month=offer.places_per == PlacesPer.MONTH,
        taken=taken_of(offer),
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        today=timezone.localdate(at),
    )
    set_taken(offer, is_taken=full, at=at)
    if offer.state == ListingState.OPEN:
        tell_watchers(offer, at=at)


def tell_watchers(offer: PlacementOffer, *, at: datetime) -> None:
    """Tell everyone who waits for a free place of this offer, once; their wish to hear it goes."""
    watches = list(OfferWatch.objects.filter(offer=offer).select_related("member"))
    people = [watch.member for watch in watches if hears(watch.member, of=offer.contact)]
    post_all(place_free_mails(offer=offer, people=people, at=at), at=at)
    OfferWatch.objects.filter(pk__in=[watch.pk for watch in watches]).delete()


def take_place(application: Application, *, at: datetime) -> None:
    """Count an accepted application, and say what is taken by it."""
    application.holds_place = application.offer_id is not None
    application.holds_wish = application.request_id is not None
    application.save(update_fields=["holds_place", "holds_wish"])
    if application.request is not None:
        set_taken(application.request, is_taken=True, at=at)
    if application.offer is not None:
        settle_offer(application.offer, at=at)


def give_back(application: Application, *, at: datetime) -> None:
    """Stop counting an application, and say what is free by it: the place, and the wish it fulfilled."""
    held_wish = application.holds_wish
    application.holds_place = application.holds_wish = False
    application.save(update_fields=["holds_place", "holds_wish"])
    if held_wish:
        set_taken(application.request, is_taken=False, at=at)
    if application.offer is not None:
        settle_offer(application.offer, at=at)


def place_came_free(application: Application, *, has_taken_place: bool, at: datetime) -> Application:
    """Follow that the exchange of an accepted application is over, or is off. Again changes nothing.

    What took place gives the place back at a standing offer only (one without an end), and the wish stays fulfilled.
    What did not take place gives back the place and the wish, also when it counted as over before. Who wanted to hear
    of a free place gets a mail.

    Parameters:
        application: Accepted; read anew under the lock (`lock_application`: take that first, own rows after it).
        has_taken_place: Whether the exchange was held.
        at: Now.

    Returns:
        The application as written.
    """
    with transaction.atomic():
        locked = lock_application(application)
        was_over = locked.ended_at is not None
        if not was_over:
            locked.ended_at = at
            locked.save(update_fields=["ended_at"])
        if not has_taken_place:
            give_back(locked, at=at)
        elif not was_over and locked.offer is not None and locked.offer.ends_on is None:
            locked.holds_place = False
            locked.save(update_fields=["holds_place"])
            settle_offer(locked.offer, at=at)
    return locked
