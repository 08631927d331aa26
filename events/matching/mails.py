"""What is mailed about pairs: only that the programme team tells two of each other. The rest is in the digest."""

from datetime import date

from django.utils import translation

from events.matching.finding import Fit
from events.matching.suggestions import say_reasons
from events.offers.models import PlacementOffer, PlacementRequest
from network.members.mails import mail_to
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.topics import unsubscribe_url

APP = "events/matching"
TOPIC = "exchange_matches"
NAMES = ("introduced",)


def purpose_of(name: str) -> str:
    """Give the purpose of a mail of this subject."""
    return f"events.matching_{name}"


def introduction_mails(*, offer: PlacementOffer, request: PlacementRequest, fit: Fit, on: date) -> list[OutgoingMail]:
    """Tell the host of a place and who has a wish of each other, each with the other's text and why they fit.

    Neither mail names a person: who may see whom is decided on the pages.

    Parameters:
        offer, request: The pair, with host, member, schools, themes and systems.
        fit: Why.
        on: Today.
    """
    mails = []
    for person, own, other in ((request.member, request, offer), (offer.contact, offer, request)):
        with translation.override(person.interface_language):
            reasons = say_reasons(fit, offer, on=on, is_to_pair=True)
        context = {
            "is_host": own is offer,
            "own_title": own.title,
            "other_title": other.title,
            "school": str(other.institution.current),
            "reasons": reasons,
            "path": other.get_absolute_url(),
            "stop": unsubscribe_url(key=person.key, topic=TOPIC),
        }
        occasion = f"{offer.key}:{request.key}"
        mails.append(
            mail_to(
                person, app=APP, name="introduced", purpose=purpose_of("introduced"), occasion=occasion, context=context
            )
        )
    return mails
