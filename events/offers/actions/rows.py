"""What every write of an offer or a wish does: lock it, move its state, tell who hangs on it, and search."""

from datetime import datetime
from typing import TypeVar, cast

from django.utils import timezone

from events.offers.actions.locking import lock_listings
from events.offers.errors import (
    AlreadyDone,
    HasLapsed,
    MembersOnly,
    NotADraft,
    NotYours,
    OffersError,
    StillDraft,
    WasWithdrawn,
)
from events.offers.listeners import ListingChange, listing_listeners
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.rules import MoveDecision, decide_move, last_day
from events.offers.states import ListingKind, ListingState
from network.members.states import Standing
from network.models import Member
from search.index.actions import index_object

AnyListing = TypeVar("AnyListing", PlacementOffer, PlacementRequest)

# Under these search knows them; searchable.py says what it may know.
SEARCH_KINDS = {ListingKind.OFFER: "meeloopplek", ListingKind.REQUEST: "meeloopwens"}

_REFUSED: dict[MoveDecision, type[OffersError]] = {
    MoveDecision.ALREADY_THERE: AlreadyDone,
    MoveDecision.IS_DRAFT: StillDraft,
    MoveDecision.IS_LAPSED: HasLapsed,
    MoveDecision.IS_WITHDRAWN: WasWithdrawn,
    MoveDecision.NO_WAY_BACK: NotADraft,
}


def lock(listing: AnyListing) -> AnyListing:
    """Give an offer or a wish as it stands now, held until the end of the transaction."""
    is_offer = listing.kind == ListingKind.OFFER
    found = lock_listings(offer_id=listing.pk if is_offer else None, request_id=None if is_offer else listing.pk)
    return cast(AnyListing, found[0 if is_offer else 1])


def lock_own(listing: AnyListing, member: Member) -> AnyListing:
    """Give an offer or a wish, held, to its owner.

    Raises:
        NotYours: Someone else owns it.
    """
    locked = lock(listing)
    if locked.owner != member:
        raise NotYours
    return locked


def require_member(member: Member) -> None:
    """Let through who is a member of the community (DECISIONS 14).

    Raises:
        MembersOnly: They are not, or can't sign in.
    """
    if not member.is_active or member.standing != Standing.MEMBER:
        raise MembersOnly


def move_to(locked: PlacementOffer | PlacementRequest, state: ListingState, *, at: datetime) -> None:
    """Set the state of a locked row; the caller saves.

    Raises:
        AlreadyDone, StillDraft, HasLapsed, WasWithdrawn, NotADraft: There is no way from its state to this one.
    """
    decision = decide_move(before=ListingState(locked.state), after=state)
    if decision is not MoveDecision.ALLOWED:
        raise _REFUSED[decision]
    locked.state = state
    locked.changed_at = at


def refuse_unlisted(state: str) -> None:
    """Refuse what can only be done with something that is in the lists.

    Raises:
        StillDraft, HasLapsed, WasWithdrawn: Why it isn't in them.
    """
    raise {
        ListingState.DRAFT: StillDraft,
        ListingState.LAPSED: HasLapsed,
        ListingState.WITHDRAWN: WasWithdrawn,
    }[ListingState(state)]


def renew(locked: PlacementOffer | PlacementRequest, *, at: datetime) -> None:
    """Set how long it holds now that its owner said so; the caller saves."""
    locked.lapses_on = last_day(ends_on=locked.ends_on, said_on=timezone.localdate(at), opens_on=locked.opens_on)
    locked.lapse_told_at = None


def tell(locked: PlacementOffer | PlacementRequest, change: ListingChange, *, at: datetime) -> None:
    """Tell whoever listens, inside the transaction, with the row written."""
    for listener in listing_listeners:
        if isinstance(locked, PlacementOffer):
            listener.offer_changed(locked, change, at=at)
        else:
            listener.request_changed(locked, change, at=at)


def refresh_entry(listing: PlacementOffer | PlacementRequest) -> None:
    """Bring what search knows of it up to date, in the transaction of the change."""
    index_object(SEARCH_KINDS[listing.kind], listing)
