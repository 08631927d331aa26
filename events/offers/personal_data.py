"""What offers and wishes hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.offers.actions import erase_person, outdate
from events.offers.models import PlacementOffer, PlacementRequest
from network.models import Member
from portal.shared.registries.crossings import PersonalData, PersonalField
from portal.shared.retention import kept_for


class OffersPersonalData(PersonalData):
    """What one member offers, wishes and decided on."""

    label = _("Places to join and wishes to join")
    models = (PlacementOffer, PlacementRequest)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="offers",
            label=_("Places of your school where you are the host"),
            purpose=_("So that colleagues know where they can join and who receives them."),
            kept_for=kept_for("exchange_listings"),
            kept_until=_("As long as it is in the list, and a year after it ended."),
            stays=_("If you leave, the place of your school stays without your name."),
        ),
        PersonalField(
            name="requests",
            label=_("Your wishes to join"),
            purpose=_("So that colleagues can invite you."),
            kept_for=kept_for("exchange_listings"),
            kept_until=_("As long as it is in the list, and a year after it ended."),
            stays=_("If you leave, school and direction stay without your name and your words."),
        ),
        PersonalField(
            name="decided",
            label=_("Places and wishes you decided on as an editor"),
            purpose=_("So that it is known who let it through."),
            kept_for=None,
            kept_until=_("As long as the place or wish is kept."),
            stays=_("If you leave, the decision stays without your name."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give everything this member offers, wishes and decided on."""
        offers = PlacementOffer.objects.owned_by(member_key).select_related("institution").order_by("pk")
        requests = PlacementRequest.objects.owned_by(member_key).select_related("institution").order_by("pk")
        decided = [
            {"title": row.title, "remark": row.remark, "decided_at": row.decided_at.isoformat()}
            for model in self.models
            for row in model.objects.filter(decided_by__key=member_key, decided_at__isnull=False).order_by("pk")
        ]
        return {
            "offers": [
                {**_shared(row), "team": row.team, "place": row.place, "learn": row.learn, "places": row.places}
                for row in offers
            ],
            "requests": [
                {**_shared(row), "learning_question": row.learning_question, "most_km": row.most_km} for row in requests
            ],
            "decided": decided,
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every offer and wish; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member, at=at) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Forget whose it was a year after the end."""
        return outdate(at=at)


def _shared(listing: PlacementOffer | PlacementRequest) -> dict[str, object]:
    return {
        "title": listing.title,
        "about": listing.about,
        "school": str(listing.institution),
        "direction": listing.direction,
        "state": listing.state,
        "half_days": listing.half_days,
        "starts_on": listing.starts_on.isoformat() if listing.starts_on else None,
        "ends_on": listing.ends_on.isoformat() if listing.ends_on else None,
        "paused_because": listing.paused_because,
        "end_reason": listing.end_reason,
        "remark": listing.remark,
        "made_at": listing.created_at.isoformat(),
    }


OFFERS_DATA = OffersPersonalData()
