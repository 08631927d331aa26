"""Who may open what: what belongs to someone else answers like what does not exist."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.states import ListingKind
from network.members.for_members import for_members
from network.members.viewers import viewer_of

View = Callable[..., HttpResponse]
MODELS = {ListingKind.OFFER.value: PlacementOffer, ListingKind.REQUEST.value: PlacementRequest}


def find_visible(request: HttpRequest, kind: str, key: str) -> PlacementOffer | PlacementRequest:
    """Give an offer or a wish this viewer may see, with its owner, or 404."""
    rows = MODELS[kind].objects.visible_to(viewer_of(request)).filter(key=key)
    rows = rows.select_related("institution__merged_into", *(["template"] if kind == ListingKind.OFFER else []))
    listing = rows.prefetch_related("themes", "systems").with_owner().first()
    if listing is None:
        raise Http404
    return listing


# Members; a prospect reads how to become one.
members_only = for_members("events/offers/members_only.html")


def for_owner(view: View) -> View:
    """Give the view the offer or the wish of the one who asks; for anyone else there is none."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, kind: str, key: str, **kwargs) -> HttpResponse:
        rows = MODELS[kind].objects.owned_by(request.user.key).filter(key=key)
        listing = rows.select_related("institution").first()
        if listing is None:
            raise Http404
        return view(request, listing, **kwargs)

    return guarded


def for_editors(view: View) -> View:
    """Let editors in; for others it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not viewer_of(request).is_editor:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
