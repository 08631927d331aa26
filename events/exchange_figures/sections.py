"""The exchanges of a school, on the desk of who looks after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.exchange_figures.reads import SchoolView, a_year_before, school_view
from events.exchange_figures.rules import SMALLEST_COUNT, PersonalCount
from events.offers.models import PlacementOffer
from events.offers.words import state_in_words
from portal.shared.audiences.rules import Viewer


@dataclass(frozen=True)
class OfferLine:
    """One offer: where it stands, whether readers can open it, and whether someone looks after it."""

    offer: PlacementOffer
    state: str

    @property
    def is_orphan(self) -> bool:
        return self.offer.contact_id is None


@dataclass(frozen=True)
class CountLine:
    """One figure in words; numbers of people below five are not told."""

    label: str
    value: str


def _few(count: PersonalCount) -> str:
    if count.shown is None:
        return _("fewer than %(number)d people, so not shown") % {"number": SMALLEST_COUNT}
    return str(count.shown)


def _counts(view: SchoolView) -> list[CountLine]:
    return [
        CountLine(_("Exchanges with this school"), str(view.exchanges)),
        CountLine(_("Colleagues who were guests"), _few(view.guests)),
        CountLine(_("Colleagues who were hosts"), _few(view.hosts)),
        CountLine(_("Half-days as guest"), _few(view.half_days_as_guest)),
        CountLine(_("Half-days as host"), _few(view.half_days_as_host)),
        CountLine(_("Open wishes to join"), _few(view.wishes)),
    ]


class SchoolExchanges:
    """The places the school offers, and counts of the last year from five people up (DECISIONS 16)."""

    title = gettext_lazy("Exchanges of this school")
    template = "events/exchange_figures/school.html"

    def context(self, institution_id: int, viewer: Viewer, *, at: datetime) -> Mapping[str, object]:
        """Give the offers by title and the counts; for who looks after the school, which the caller saw to."""
        since, today = a_year_before(at), timezone.localdate(at)
        view = school_view(institution_id, since=since)
        return {
            "offers": [OfferLine(offer, state_in_words(offer, on=today)) for offer in view.offers],
            "counts": _counts(view),
            "since": since,
        }


SCHOOL_EXCHANGES = SchoolExchanges()
