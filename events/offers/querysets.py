"""Chainable reads of offers and wishes. Who may see one is said here and nowhere else."""

from datetime import date

from django.db import models
from django.db.models import Q

from events.offers.states import LISTED, ListingState
from portal.shared.audiences.rules import Viewer
from portal.shared.audiences.states import Audience


class ListingQuerySet(models.QuerySet):
    """What offers and wishes share."""

    owner_path = ""

    def visible_to(self, viewer: Viewer, *, on: date):
        """Keep what this viewer may read: what is listed and for them, and their own in any state.

        Parameters:
            viewer: Who looks.
            on: Today, local. What opens later is listed with the day it opens.
        """
        audiences = [Audience.EVERYONE.value]
        if viewer.is_member:
            audiences.append(Audience.MEMBERS.value)
        listed = Q(state__in=[state.value for state in LISTED], audience__in=audiences)
        if viewer.member_key is None:
            return self.filter(listed)
        return self.filter(listed | Q(**{f"{self.owner_path}__key": viewer.member_key}))

    def asked_for(self, *, on: date):
        """Keep what one can ask for today: open, and its first day has come."""
        return self.filter(Q(opens_on=None) | Q(opens_on__lte=on), state=ListingState.OPEN)


class OfferQuerySet(ListingQuerySet):
    """Places to join."""

    owner_path = "contact"


class RequestQuerySet(ListingQuerySet):
    """Wishes to join."""

    owner_path = "member"
