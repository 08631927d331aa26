"""What the clock does with offers and wishes: asks whether they still hold, and lets them lapse."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from events.offers.actions.hosting import tell_host_left
from events.offers.actions.keeping import end_listing
from events.offers.actions.rows import lock, refresh_entry
from events.offers.mails import lapsing_mails
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.rules import NOTICE, is_notice_due
from events.offers.states import ListingState
from portal.shared.outbox.actions import post


def mind_listings(at: datetime) -> int:
    """Ask owners whether what lapses soon still holds, let lapse what is over, and find hosts who left.

    Returns:
        Number of people written to, and of what lapsed, now.
    """
    for model in (PlacementOffer, PlacementRequest):
        _open_in_search(model, at=at)
    return sum(_ask(model, at=at) + _let_lapse(model, at=at) for model in (PlacementOffer, PlacementRequest)) + (
        tell_host_left(at)
    )


def _ask(model: type[PlacementOffer] | type[PlacementRequest], *, at: datetime) -> int:
    today, asked = timezone.localdate(at), 0
    for listing in list(model.objects.lapsing(on=today).filter(lapse_told_at=None).order_by("pk")):
        with transaction.atomic():
            locked = lock(listing)
            if not locked.is_listed or locked.lapse_told_at is not None or not _is_due(locked, on=today):
                continue
            mails = lapsing_mails(listing=locked)
            for mail in mails:
                post(mail, at=at)
            locked.lapse_told_at = at
            locked.save(update_fields=["lapse_told_at"])
            asked += len(mails)
    return asked


def _is_due(listing: PlacementOffer | PlacementRequest, *, on: date) -> bool:
    opened_on = timezone.localdate(listing.opened_at or listing.created_at)
    return listing.lapses_on is not None and is_notice_due(lapses_on=listing.lapses_on, opened_on=opened_on, on=on)


def _open_in_search(model: type[PlacementOffer] | type[PlacementRequest], *, at: datetime) -> None:
    """Have search find as open what opened since the last round, or within two weeks of an outage."""
    today = timezone.localdate(at)
    for listing in model.objects.listed().filter(opens_on__lte=today, opens_on__gt=today - NOTICE).order_by("pk"):
        with transaction.atomic():
            refresh_entry(lock(listing))


def _let_lapse(model: type[PlacementOffer] | type[PlacementRequest], *, at: datetime) -> int:
    today, lapsed = timezone.localdate(at), 0
    for listing in list(model.objects.over(on=today).order_by("pk")):
        with transaction.atomic():
            locked = lock(listing)
            if locked.is_listed and locked.lapses_on is not None and locked.lapses_on < today:
                end_listing(locked, ListingState.LAPSED, at=at)
                lapsed += 1
    return lapsed
