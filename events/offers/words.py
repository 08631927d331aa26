"""Facts of an offer or a wish, in words for readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.rules import opens_later
from events.offers.states import ListingState, PlacesPer


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of "name: value"; `language` is that of the value when people wrote it."""

    label: str
    value: str
    language: str = ""


def day_in_words(day: date) -> str:
    """Give a day as people read it, e.g. "3 maart 2027"."""
    return date_format(day, "j F Y")


def state_in_words(listing: PlacementOffer | PlacementRequest, *, on: date) -> str:
    """Give where it stands, e.g. "open from 5 March 2027" for what opens later.

    Parameters:
        listing: An offer or a wish.
        on: Today, local.
    """
    state = ListingState(listing.state)
    if listing.is_waiting:
        return _("waits for the editors")
    if state == ListingState.OPEN and opens_later(state=state, opens_on=listing.opens_on, on=on):
        return _("open from %(day)s") % {"day": day_in_words(listing.opens_on)}
    return str(listing.get_state_display())


def period_in_words(starts_on: date | None, ends_on: date | None) -> str:
    """Give when it can be, e.g. "from 3 March 2027 until 30 April 2027"."""
    if starts_on and ends_on:
        return _("from %(first)s until %(last)s") % {
            "first": day_in_words(starts_on),
            "last": day_in_words(ends_on),
        }
    if ends_on:
        return _("until %(last)s") % {"last": day_in_words(ends_on)}
    if starts_on:
        return _("from %(first)s, without an end") % {"first": day_in_words(starts_on)}
    return _("all year")


def half_days_in_words(number: int) -> str:
    """Give how long it takes."""
    return ngettext("%(n)d half-day", "%(n)d half-days", number) % {"n": number}


def weekdays_in_words(days: Sequence[int]) -> str:
    """Give which days of the week suit; none means any."""
    return ", ".join(str(WEEKDAYS[day]) for day in sorted(days)) if days else _("any day")


def places_in_words(offer: PlacementOffer) -> str:
    """Give how many can come."""
    if offer.places_per == PlacesPer.MONTH:
        return ngettext("%(n)d place per month", "%(n)d places per month", offer.places) % {"n": offer.places}
    return ngettext("%(n)d place", "%(n)d places", offer.places) % {"n": offer.places}


def short_facts(listing: PlacementOffer | PlacementRequest) -> str:
    """Give the facts of a list on one line: how long, when, and how many can come."""
    words = [half_days_in_words(listing.half_days), period_in_words(listing.starts_on, listing.ends_on)]
    if isinstance(listing, PlacementOffer):
        words += [places_in_words(listing)]
    return " · ".join(words)


def facts_of(listing: PlacementOffer | PlacementRequest) -> list[Fact]:
    """Give the facts of an offer or a wish in a fixed order; what nobody filled in is left out."""
    facts = [
        Fact(_("How long"), half_days_in_words(listing.half_days)),
        Fact(_("When"), period_in_words(listing.starts_on, listing.ends_on)),
        Fact(_("Days"), weekdays_in_words(listing.weekdays)),
    ]
    if isinstance(listing, PlacementOffer):
        facts += [
            Fact(_("Places"), places_in_words(listing)),
            Fact(_("Team"), listing.team, "nl"),
            Fact(_("Place"), listing.place, "nl"),
        ]
    else:
        facts += [Fact(_("How far"), _distance(listing))]
    themes, systems = listing.themes.all(), listing.systems.all()
    facts += [
        Fact(_("Themes"), ", ".join(theme.name for theme in themes), "nl"),
        Fact(_("Systems"), ", ".join(system.name for system in systems), "nl"),
    ]
    return [fact for fact in facts if fact.value]


def _distance(request: PlacementRequest) -> str:
    if request.most_km is None:
        words = _("anywhere")
    else:
        words = _("at most %(km)d kilometres from my school") % {"km": request.most_km}
    return words if request.is_own_school_fine else _("%(far)s, at another school") % {"far": words}
