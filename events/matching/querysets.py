"""Chainable reads of what was found. Who may see a pair follows from who may see its place and its wish."""

from datetime import date

from django.db import models
from django.db.models import Count, F, Q

from events.offers.models import PlacementOffer, PlacementRequest
from network.members.states import Standing
from portal.shared.audiences.rules import Viewer


class SuggestionQuerySet(models.QuerySet):
    """Pairs that fit."""

    def of(self, member: models.Model):
        """Keep the pairs of which one side is this member's."""
        return self.filter(Q(request__member=member) | Q(offer__contact=member))

    def shown_to(self, viewer: Viewer, *, on: date):
        """Keep the pairs that fit now, of which this viewer may see both sides, and one can ask for both."""
        offers, requests = askable(viewer, on=on)
        return self.filter(is_current=True, offer__in=offers, request__in=requests)


class ChainQuerySet(models.QuerySet):
    """Swaps and rings."""

    def of(self, member: models.Model):
        """Keep those in which a place or a wish is this member's."""
        steps = self.model._meta.get_field("steps").related_model.objects
        own = steps.filter(Q(request__member=member) | Q(offer__contact=member))
        return self.filter(pk__in=own.values("chain"))

    def shown_to(self, viewer: Viewer, *, on: date):
        """Keep those of which this viewer may see every place and wish, and one can ask for all of them."""
        offers, requests = askable(viewer, on=on)
        shown = Count("steps", filter=Q(steps__offer__in=offers, steps__request__in=requests))
        return self.annotate(steps_in_all=Count("steps"), steps_shown=shown).filter(
            steps_shown=F("steps_in_all"), steps_in_all__gte=2
        )


def askable(viewer: Viewer, *, on: date) -> tuple[models.QuerySet, models.QuerySet]:
    """Give the places and the wishes that this viewer may see, that are open, and that somebody answers for."""
    offers = PlacementOffer.objects.listed_to(viewer).asked_for(on=on)
    requests = PlacementRequest.objects.listed_to(viewer).asked_for(on=on)
    return (
        offers.filter(contact__standing=Standing.MEMBER).exclude(pk__in=PlacementOffer.objects.without_host(on=on)),
        requests.filter(member__is_active=True, member__standing=Standing.MEMBER),
    )
