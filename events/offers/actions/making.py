"""Making an offer or a wish, changing it, and sending it: the first one of someone waits for the editors."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from events.offers.actions.rows import (
    lock_own,
    move_to,
    refresh_entry,
    refuse_unlisted,
    renew,
    require_member,
    tell,
)
from events.offers.actions.texts import ListingText, OfferText, RequestText
from events.offers.errors import NotYourSchool, PeriodOver, TooMany, WasWithdrawn
from events.offers.listeners import ListingChange
from events.offers.mails import waiting_mails
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.rules import DAY_SECONDS, LISTINGS_PER_DAY, is_over
from events.offers.states import ListingKind, ListingState
from network.members.states import MODERATORS
from network.models import Institution, Member
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post


def make_offer(
    *, member: Member, institution: Institution, text: OfferText, token: str, at: datetime
) -> PlacementOffer:
    """Keep a draft of a place to join, with the member as its host.

    Parameters:
        member: Who offers it, and receives the guest.
        institution: The school of the team, where the member's work is confirmed; the caller offers only those.
        text: What was typed.
        token: Of the form; the same form sent twice gives the first row.
        at: Now.

    Raises:
        MembersOnly: They are no member.
        NotYourSchool: It is not confirmed that they work there.
        TooMany: More than LISTINGS_PER_DAY today.
    """
    require_member(member)
    if not member.affiliations.current(timezone.localdate(at)).proven().filter(institution=institution).exists():
        raise NotYourSchool
    return _make(PlacementOffer(institution=institution, contact=member), text=text, token=token, at=at)


def make_request(
    *, member: Member, institution: Institution, text: RequestText, token: str, at: datetime
) -> PlacementRequest:
    """Keep a draft of a member's own wish.

    Parameters:
        member: Whose wish it is.
        institution: The school where they work; confirmed or not, as nobody promises anything for it yet.
        text, token, at: As for make_offer.

    Raises:
        MembersOnly, NotYourSchool, TooMany: As for make_offer.
    """
    require_member(member)
    if not member.affiliations.current(timezone.localdate(at)).filter(institution=institution).exists():
        raise NotYourSchool
    return _make(PlacementRequest(institution=institution, member=member), text=text, token=token, at=at)


def _make(listing, *, text: ListingText, token: str, at: datetime):
    owner, rows = listing.owner, type(listing).objects.owned_by(listing.owner.key)
    first = rows.filter(form_token=token).first()
    if first is not None:
        return first
    if not allow(name="offers.make", who=owner.key, limit=LISTINGS_PER_DAY, window_seconds=DAY_SECONDS, at=at):
        raise TooMany
    text.apply(listing)
    listing.form_token, listing.created_at, listing.changed_at = token, at, at
    try:
        with transaction.atomic():
            listing.save()
            text.apply_lists(listing)
    except IntegrityError:
        # The same form, sent at the same moment.
        first = rows.filter(form_token=token).first()
        if first is None:
            raise
        return first
    return listing


def change_listing(*, listing, member: Member, text: ListingText, at: datetime):
    """Change what an offer or a wish says. Its owner thereby says that it holds; the editors read a waiting one anew.

    Parameters:
        listing: An offer with an OfferText, or a wish with a RequestText.
        member: Its owner.
        text: What was typed.
        at: Now.

    Raises:
        NotYours: Someone else owns it.
        WasWithdrawn: It was withdrawn.
    """
    with transaction.atomic():
        locked = lock_own(listing, member)
        if locked.state == ListingState.WITHDRAWN:
            raise WasWithdrawn
        places = _places(locked)
        text.apply(locked)
        locked.changed_at = at
        if locked.is_listed:
            renew(locked, at=at)
        locked.save()
        text.apply_lists(locked)
        if locked.is_listed and _places(locked) != places:
            tell(locked, ListingChange.PLACES, at=at)
        refresh_entry(locked)
    return locked


def _places(listing) -> tuple[int, str] | None:
    return (listing.places, listing.places_per) if listing.kind == ListingKind.OFFER else None


def is_known(member: Member) -> bool:
    """Say whether the editors let someone's offer or wish through before: then the next one opens at once."""
    return any(model.objects.filter(opened_by=member).exists() for model in (PlacementOffer, PlacementRequest))


def send_listing(*, listing, member: Member, at: datetime):
    """Put a draft online, or for who does this for the first time before the editors; a second call changes nothing.

    Raises:
        NotYours: Someone else owns it.
        PeriodOver: Its period has passed.
        HasLapsed, WasWithdrawn: It was online before.
    """
    with transaction.atomic():
        locked = lock_own(listing, member)
        if locked.is_waiting or locked.is_listed:
            return locked
        if locked.state != ListingState.DRAFT:
            refuse_unlisted(locked.state)
        if is_over(ends_on=locked.ends_on, on=timezone.localdate(at)):
            raise PeriodOver
        if is_known(member):
            return open_listing(locked, at=at)
        locked.submitted_at, locked.changed_at, locked.remark = at, at, ""
        locked.save()
        moderators = Member.objects.active().filter(groups__name=MODERATORS).exclude(pk=member.pk).order_by("pk")
        for mail in waiting_mails(listing=locked, moderators=moderators, at=at):
            post(mail, at=at)
    return locked


def open_listing(locked, *, at: datetime):
    """Open a locked draft for readers, inside the caller's transaction.

    Raises:
        HasLapsed, WasWithdrawn, AlreadyDone: It is no draft.
    """
    move_to(locked, ListingState.OPEN, at=at)
    locked.submitted_at = locked.submitted_at or at
    locked.opened_at, locked.opened_by, locked.remark = at, locked.owner, ""
    renew(locked, at=at)
    locked.save()
    refresh_entry(locked)
    return locked
