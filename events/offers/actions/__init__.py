"""Every write of offers and wishes."""

from events.offers.actions.cards import load_activity_cards
from events.offers.actions.clock import mind_listings
from events.offers.actions.hosting import decide_host, take_over_offer
from events.offers.actions.judging import approve_listing, send_back_listing, take_down_listing
from events.offers.actions.keeping import confirm_listing, pause_listing, resume_listing, withdraw_listing
from events.offers.actions.letting_go import erase_person, outdate
from events.offers.actions.making import change_listing, is_known, make_offer, make_request, send_listing
from events.offers.actions.texts import ListingText, OfferText, RequestText

__all__ = [
    "ListingText",
    "OfferText",
    "RequestText",
    "approve_listing",
    "change_listing",
    "confirm_listing",
    "decide_host",
    "erase_person",
    "is_known",
    "load_activity_cards",
    "make_offer",
    "make_request",
    "mind_listings",
    "outdate",
    "pause_listing",
    "resume_listing",
    "send_back_listing",
    "send_listing",
    "take_down_listing",
    "take_over_offer",
    "withdraw_listing",
]
