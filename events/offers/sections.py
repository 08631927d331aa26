"""Offers and wishes on the page of a school, and one's own on /mijn/."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.offers.browse import WISHES, row_of
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import ListingState
from network.models import Institution, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.glances import Asked, with_anything

SHOWN = 6


class OffersOfSchool:
    """What one can join at a school, as far as the viewer may see it; without any, where to look on."""

    title = _("Join a colleague here")
    template = "events/offers/of_school.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object]:
        """Give the places, those that can be asked for first, how many there are and how many wishes; three queries."""
        today = timezone.localdate(at)
        offers = PlacementOffer.objects.listed_to(viewer).of_school(institution_id)
        requests = PlacementRequest.objects.listed_to(viewer)
        here = Q(institution=institution_id) | Q(institution__merged_into=institution_id)
        rows = [row_of(offer, viewer, on=today) for offer in offers.for_list()[:SHOWN]]
        return {
            "rows": rows,
            "offer_count": offers.count() if len(rows) == SHOWN else len(rows),
            "wish_count": requests.filter(here).count(),
            "slug": Institution.objects.filter(pk=institution_id).values_list("slug", flat=True).first(),
            "wishes": WISHES,
        }


class OwnListings:
    """That one has a place or a wish, with the way to the desk; nothing for who has none."""

    title = _("My exchanges")
    template = "events/offers/own_section.html"

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the offers and wishes of this member that they did not withdraw."""
        return [_own(model, asked.member_key) for model in (PlacementOffer, PlacementRequest)]

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give nothing but the way."""
        return {} if with_anything([self], Asked.of(member, at)) else None


def _own(model: type[PlacementOffer] | type[PlacementRequest], member_key: Any) -> QuerySet:
    return model.objects.owned_by(member_key).exclude(state=ListingState.WITHDRAWN)


OFFERS_OF_SCHOOL = OffersOfSchool()
OWN_LISTINGS = OwnListings()
