"""Directions, and the states of an offer or a wish (DECISIONS 22)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.audiences.states import Audience


class Direction(models.TextChoices):
    """Who crosses to which bank. The values are those of `BridgeDirection`."""

    TEACHER_TO_ICT = "teacher_to_ict", _("Teacher at the ICT team")
    ICT_TO_TEACHING = "ict_to_teaching", _("ICT colleague in the team")
    COACH_TO_COACH = "coach_to_coach", _("Coach with a coach")


class ListingKind(models.TextChoices):
    """Which of the two lists: places that a school offers, or wishes of members."""

    OFFER = "offer", _("place to join")
    REQUEST = "request", _("wish to join")


class ListingState(models.TextChoices):
    """Where an offer or a wish stands."""

    DRAFT = "draft", _("draft")
    OPEN = "open", _("open")
    PAUSED = "paused", _("paused")
    TAKEN = "taken", _("taken")
    LAPSED = "lapsed", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


LISTING_MOVES = {
    ListingState.DRAFT: {ListingState.OPEN, ListingState.WITHDRAWN},
    ListingState.OPEN: {ListingState.PAUSED, ListingState.TAKEN, ListingState.LAPSED, ListingState.WITHDRAWN},
    ListingState.PAUSED: {ListingState.OPEN, ListingState.TAKEN, ListingState.LAPSED, ListingState.WITHDRAWN},
    # A place that comes free opens again, or stays paused when its owner paused it meanwhile.
    ListingState.TAKEN: {ListingState.OPEN, ListingState.PAUSED, ListingState.LAPSED, ListingState.WITHDRAWN},
    # Its owner says it still holds.
    ListingState.LAPSED: {ListingState.OPEN, ListingState.WITHDRAWN},
    ListingState.WITHDRAWN: set(),
}
# What readers see; a taken or paused one stays visible with a word on why one can't ask for it now.
LISTED = (ListingState.OPEN, ListingState.PAUSED, ListingState.TAKEN)
ENDED = (ListingState.LAPSED, ListingState.WITHDRAWN)


class PlacesPer(models.TextChoices):
    """Over what the places of an offer are counted."""

    TOTAL = "total", _("in all")
    MONTH = "month", _("per month")


# An offer or wish is for everyone or for members; narrower circles can't find each other.
AUDIENCES = [(Audience.EVERYONE.value, Audience.EVERYONE.label), (Audience.MEMBERS.value, Audience.MEMBERS.label)]


class Step(models.TextChoices):
    """What the owner of an offer or a wish can do with it; the values stand in addresses."""

    SEND = "versturen", _("Send it")
    CONFIRM = "klopt-nog", _("This still holds")
    RESUME = "hervatten", _("Open this again")
    CHANGE = "wijzigen", _("Change")
    PAUSE = "pauzeren", _("Pause")
    WITHDRAW = "intrekken", _("Withdraw")
