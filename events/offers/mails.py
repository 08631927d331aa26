"""What is mailed about offers and wishes. Actions put these in the outbox, each occasion once."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import ListingKind, Step
from network.members.mails import mail_to
from network.models import Member
from portal.shared.outbox.messages import OutgoingMail

APP = "events/offers"
NAMES = ("waiting", "approved", "sent_back", "taken_down", "lapsing", "host_left")


def purpose_of(name: str) -> str:
    """Give the purpose of a mail, as mail topics and previews name it."""
    return f"offers.{name}"


def _mail(name: str, *, to: Member, listing: PlacementOffer | PlacementRequest, occasion: str, **more) -> OutgoingMail:
    context = {
        "title": listing.title,
        "school": str(listing.institution),
        "is_offer": listing.kind == ListingKind.OFFER,
        "path": listing.get_absolute_url(),
        "own_path": reverse("offers:own"),
        **more,
    }
    return mail_to(
        to, app=APP, name=name, purpose=purpose_of(name), occasion=f"{listing.key}:{occasion}", context=context
    )


def step_path(listing: PlacementOffer | PlacementRequest, step: Step) -> str:
    """Give the address of the page on which its owner takes a step, without host."""
    return reverse("offers:step", kwargs={"key": listing.key, "kind": listing.kind.value, "step": step.value})


def waiting_mails(
    *, listing: PlacementOffer | PlacementRequest, moderators: Iterable[Member], at: datetime
) -> list[OutgoingMail]:
    """Tell the moderators that a first offer or wish waits; once per time it is sent."""
    path = reverse("offers:judge", kwargs={"key": listing.key, "kind": listing.kind.value})
    return [_mail("waiting", to=person, listing=listing, occasion=at.isoformat(), path=path) for person in moderators]


def judged_mails(*, listing: PlacementOffer | PlacementRequest, name: str, at: datetime) -> list[OutgoingMail]:
    """Tell the owner what the editors decided.

    Parameters:
        listing: As it now stands.
        name: "approved", "sent_back" or "taken_down".
        at: When it was decided.

    Returns:
        One mail; none when nobody owns it any more.
    """
    owner = listing.owner
    if owner is None or not owner.is_active:
        return []
    more = {"remark": listing.remark, "change_path": step_path(listing, Step.CHANGE)}
    return [_mail(name, to=owner, listing=listing, occasion=at.isoformat(), **more)]


def lapsing_mails(*, listing: PlacementOffer | PlacementRequest) -> list[OutgoingMail]:
    """Ask the owner whether it still holds, or tell that its period ends; once per last day."""
    owner = listing.owner
    if owner is None or not owner.is_active:
        return []
    more = {
        "lapses_on": listing.lapses_on,
        "is_standing": listing.ends_on is None,
        "confirm_path": step_path(listing, Step.CONFIRM),
        "change_path": step_path(listing, Step.CHANGE),
    }
    return [_mail("lapsing", to=owner, listing=listing, occasion=listing.lapses_on.isoformat(), **more)]


def host_left_mails(*, offer: PlacementOffer, coordinators: Iterable[Member], at: datetime) -> list[OutgoingMail]:
    """Ask who looks after the school to find a new host; once per host who left."""
    path = reverse("offers:take_over", kwargs={"key": offer.key})
    return [_mail("host_left", to=person, listing=offer, occasion=at.isoformat(), path=path) for person in coordinators]
