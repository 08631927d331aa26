"""Letting go: a person who leaves, and what is older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from events.offers.actions.keeping import end_listing
from events.offers.actions.rows import lock, refresh_entry
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import ListingKind, ListingState
from network.models import Member
from portal.shared.erasing.actions import unsign
from portal.shared.retention import kept_for

OFFER_WORDS = ("title", "about", "learn", "team", "place", "paused_because", "end_reason")


def erase_person(*, member: Member, at: datetime) -> int:
    """Take a person out of every offer and wish, inside the caller's transaction.

    Drafts go wholly. A school's place stays, without the person, for a colleague to take over. A wish is withdrawn, so
    that who answered it hears so, and loses its words; school and direction stay for the counts.

    Parameters:
        member: Who leaves; the row still exists.
        at: Now.

    Returns:
        Number of rows changed or removed; 0 when called again.

    Source: DECISIONS 7.
    """
    names = [member.name, member.email, f"{member.name_prefix} {member.family_name}", member.family_name]
    with transaction.atomic():
        changed = 0
        for model in (PlacementOffer, PlacementRequest):
            own = model.objects.owned_by(member.key)
            changed += own.filter(state=ListingState.DRAFT).delete()[0]
            changed += unsign(model.objects.filter(decided_by=member), who="decided_by", texts=("remark",), names=names)
        offers = PlacementOffer.objects.owned_by(member.key)
        stays = list(offers.values_list("pk", flat=True))
        changed += unsign(offers, who="contact", texts=OFFER_WORDS, names=names)
        for model in (PlacementOffer, PlacementRequest):
            changed += model.objects.filter(opened_by=member).update(opened_by=None)
        for offer in PlacementOffer.objects.filter(pk__in=stays):
            refresh_entry(offer)
        for request in PlacementRequest.objects.owned_by(member.key).order_by("pk"):
            locked = lock(request)
            if locked.state != ListingState.WITHDRAWN:
                end_listing(locked, ListingState.WITHDRAWN, at=at)
            changed += 1
        _empty(PlacementRequest.objects.owned_by(member.key))
    return changed


def _empty(requests) -> int:
    """Leave of wishes their school, direction, themes and period."""
    with translation.override("nl"):
        title = str(ListingKind.REQUEST.label)
    return requests.update(
        member=None,
        opened_by=None,
        title=title,
        about="",
        learning_question="",
        paused_because="",
        end_reason="",
        remark="",
        form_token="",
    )


def outdate(*, at: datetime) -> int:
    """Forget whose it was a year after an offer or a wish ended; the rows stay for the counts.

    Returns:
        Number of rows changed.
    """
    before = at - kept_for("exchange_listings")
    with transaction.atomic():
        offers = PlacementOffer.objects.ended().filter(ended_at__lt=before).exclude(contact=None, opened_by=None)
        requests = PlacementRequest.objects.ended().filter(ended_at__lt=before).exclude(member=None)
        return offers.update(contact=None, opened_by=None, remark="", form_token="") + _empty(requests)
