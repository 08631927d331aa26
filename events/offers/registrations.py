"""What offers and wishes tell search, the clock and the registries of portal.shared."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from events.offers import mail_samples, searchable
from events.offers.actions import mind_listings
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.personal_data import OFFERS_DATA
from events.offers.sections import OFFERS_OF_SCHOOL, OWN_LISTINGS
from events.offers.todos import LISTING_TODOS
from portal.shared.jobs.registry import register_job
from portal.shared.registries.crossings import (
    ThemeWay,
    institution_moves,
    institution_sections,
    own_sections,
    personal_data,
    theme_ways,
    todo_sources,
)
from portal.shared.registries.moves import ForeignKeyMove

OFFERS = ForeignKeyMove(_("places to join"), PlacementOffer)
REQUESTS = ForeignKeyMove(_("wishes to join"), PlacementRequest)


def _places(*, theme: str, factor: str) -> str:
    return f"/uitwisseling/?thema={theme}"


PLACES_ON_THEME = ThemeWay(_("Join a colleague who works on this"), _places)


def register() -> None:
    """Fill the registries; safe to call twice."""
    searchable.register()
    institution_sections.register("events.offers", OFFERS_OF_SCHOOL, position=37)
    own_sections.register("events.offers", OWN_LISTINGS, position=35)
    todo_sources.register("events.offers", LISTING_TODOS)
    theme_ways.register("events.offers", PLACES_ON_THEME, position=28)
    personal_data.register("exchange_offers", OFFERS_DATA)
    institution_moves.register("events.offers", OFFERS, position=84)
    institution_moves.register("events.requests", REQUESTS, position=85)
    register_job("offers.mind", every=timedelta(hours=1), run=mind_listings)
    mail_samples.register()
