"""What a member can do on the page of an offer or a wish: ask, invite, go to what stands, hear of a free place."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.applications.actions import decide_for_offer, decide_for_request, open_for_offer, open_for_request
from events.applications.models import Application, OfferWatch
from events.applications.rules import AskDecision
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import ListingState
from events.offers.ways import Way
from network.models import Member
from portal.shared.audiences.rules import Viewer


def _member(viewer: Viewer) -> Member | None:
    return Member.objects.filter(key=viewer.member_key).first() if viewer.member_key else None


class AskWays:
    """From the page of an offer."""

    def ways(self, offer: PlacementOffer, viewer: Viewer, *, at: datetime) -> Sequence[Way]:
        """Give the one way on; to a visitor by signing in, to the host none."""
        address = reverse("applications:ask", args=[offer.key])
        if not viewer.is_signed_in:
            return [Way(_("Sign in to ask for this place"), _sign_in(address), is_main=True)]
        member = _member(viewer)
        if member is None or not viewer.is_member:
            return [Way(_("Ask for this place"), address, is_main=True)]
        standing = open_for_offer(offer, member)
        if standing is not None:
            explanation = _("Go on in your application.")
            return [Way(_("You asked for this place"), standing.get_absolute_url(), explanation, is_main=True)]
        return self._to_ask(offer, member, address, at=at)

    def _to_ask(self, offer: PlacementOffer, member: Member, address: str, *, at: datetime) -> Sequence[Way]:
        decision = decide_for_offer(offer, member, at=at)
        if decision is AskDecision.FULL:
            return [Way(_("All places are taken now."))]
        if decision in _ASKABLE:
            return [Way(_("Ask for this place"), address, is_main=True)]
        return []


class InviteWays:
    """From the page of a wish."""

    def ways(self, request: PlacementRequest, viewer: Viewer, *, at: datetime) -> Sequence[Way]:
        """Give the one way on; to a visitor by signing in, to who has the wish none."""
        address = reverse("applications:invite", args=[request.key])
        if not viewer.is_signed_in:
            return [Way(_("Sign in to invite this person"), _sign_in(address), is_main=True)]
        member = _member(viewer)
        if member is None or not viewer.is_member:
            return [Way(_("Invite this person"), address, is_main=True)]
        standing = open_for_request(request, member)
        if standing is not None:
            explanation = _("Go on in your application.")
            return [Way(_("You are in touch about this wish"), standing.get_absolute_url(), explanation, is_main=True)]
        if decide_for_request(request, member, at=at) in _ASKABLE:
            return [Way(_("Invite this person"), address, is_main=True)]
        return []


class WatchPart:
    """On the page of an offer that is taken: one click to hear of a free place, and one not to."""

    title = gettext_lazy("When a place comes free")
    template = "events/applications/watch_part.html"

    def context(
        self, listing: PlacementOffer | PlacementRequest, viewer: Viewer, *, at: datetime
    ) -> Mapping[str, object] | None:
        """Give whether this member gets a mail; None for who can't come anyway, and while there is room."""
        if listing.state != ListingState.TAKEN or not viewer.is_member:
            return None
        own = Application.objects.standing().of(viewer.member_key).filter(offer=listing)
        if own.exists() or viewer.member_key == (listing.contact.key if listing.contact else None):
            return None
        watches = OfferWatch.objects.filter(offer=listing, member__key=viewer.member_key)
        return {"key": listing.key, "is_watched": watches.exists()}


# Where the next page says what is missing; a paused or later one says so on its own page.
_ASKABLE = {AskDecision.ASK, AskDecision.NO_SCHOOL, AskDecision.NOBODY, AskDecision.OWN_SCHOOL}


def _sign_in(address: str) -> str:
    return f"{reverse('account_login')}?next={address}"


ASK_WAYS = AskWays()
INVITE_WAYS = InviteWays()
WATCH_PART = WatchPart()
