"""Pointing two people at each other, by the programme team."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from events.matching.errors import AlreadyIntroduced, NoLongerFits
from events.matching.mails import introduction_mails
from events.matching.models import Introduction
from events.matching.suggestions import fits_of_pairs, with_words
from events.offers.actions.locking import lock_listings
from events.offers.models import PlacementOffer, PlacementRequest
from network.members.viewers import viewer_of_member
from network.models import Member
from portal.shared.outbox.actions import post


def introduce(*, offer: PlacementOffer, request: PlacementRequest, by: Member, at: datetime) -> Introduction:
    """Tell the host of a place and who has a wish of each other, once; what they do with it is up to them.

    Parameters:
        offer, request: The pair.
        by: Someone of the programme team.
        at: Now.

    Raises:
        AlreadyIntroduced: It was done before.
        NoLongerFits: One of the two is no longer open, they no longer fit, they talked already, or one can't see the
            text of the other.
    """
    with transaction.atomic():
        lock_listings(offer_id=offer.pk, request_id=request.pk)
        if Introduction.objects.filter(offer=offer, request=request).exists():
            raise AlreadyIntroduced
        place = with_words(PlacementOffer.objects.select_related("contact")).get(pk=offer.pk)
        wish = with_words(PlacementRequest.objects.select_related("member")).get(pk=request.pk)
        pair, today = (place.pk, wish.pk), timezone.localdate(at)
        fits = {}
        for person in (place.contact, wish.member):
            viewer = viewer_of_member(person, on=today) if person else None
            fits = fits_of_pairs([pair], viewer, on=today) if viewer else {}
            if pair not in fits:
                raise NoLongerFits
        row = Introduction.objects.create(offer=place, request=wish, made_by=by, at=at)
        for mail in introduction_mails(offer=place, request=wish, fit=fits[pair], on=today):
            post(mail, at=at)
    return row
