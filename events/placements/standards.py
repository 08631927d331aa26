"""What an agreement begins with: what offer, wish and application say, and the usual texts (DOMAIN 8)."""

from django.utils import translation
from django.utils.translation import gettext as _

from events.placements.models import Placement

DEFAULT_HALF_DAYS = 2


def first_terms(placement: Placement) -> dict[str, object]:
    """Give what the form of a new agreement holds, in Dutch; days and cover only the two can say.

    Parameters:
        placement: With its application, offer, card and wish.
    """
    application = placement.application
    offer = application.offer if application else None
    request = application.request if application else None
    card = offer.template if offer else None
    listing = offer or request
    place = ", ".join(filter(None, (offer.team, offer.place) if offer else ()))
    with translation.override("nl"):
        return {
            "learning_question": _first(
                application.learning_question if application else "", request.learning_question if request else ""
            ),
            "host_hopes": "",
            "half_days": listing.half_days if listing else DEFAULT_HALF_DAYS,
            "place": ", ".join(filter(None, (place, str(placement.host_institution.current))))[:200],
            "day_contact": str(placement.host or "")[:160],
            "allowed": _first(card.activities if card else "", offer.learn if offer else ""),
            "not_allowed": _first(
                card.limits if card else "",
                _("You watch and help. You do not log in, under nobody's name, and you decide nothing."),
            ),
            "confidentiality": _(
                "What you see and hear about students and colleagues stays here. You tell no names. You take no photos "
                "of screens or of students. You take no files or papers with you."
            ),
            "cover": "",
            "costs": _("Your own school pays your travel. The schools ask each other nothing."),
            "insurance": _(
                "You stay employed by your own school and are insured by your own school. The house rules of the host "
                "hold. Ask HR of your school if you doubt."
            ),
            "practical": "",
            "reporting": _(
                "Afterwards you both look back on the portal. What others may read of it, you decide together."
            ),
        }


def _first(*texts: str) -> str:
    return next((text for text in texts if text), "")
