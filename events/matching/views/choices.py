"""Putting a suggestion aside, and taking it back; buttons on the pages of others (events.matching.parts)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.matching.actions import dismiss, undo_dismissal
from events.matching.errors import NotYourSuggestion
from events.matching.forms import PairForm
from events.offers.models import PlacementOffer, PlacementRequest
from network.members.viewers import viewer_of
from portal.shared.http import way_back


def _pair(request: HttpRequest) -> tuple[PlacementOffer, PlacementRequest]:
    """Give the pair of the form; 404 for what this reader may not see, as if it didn't exist."""
    viewer = viewer_of(request)
    form = PairForm(
        request.POST,
        offers=PlacementOffer.objects.visible_to(viewer),
        requests=PlacementRequest.objects.visible_to(viewer),
    )
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["offer"], form.cleaned_data["request"]


@login_required
@require_POST
def put_aside(request: HttpRequest) -> HttpResponse:
    """Show a pair no more to who asks."""
    offer, wish = _pair(request)
    try:
        dismiss(member=request.user, offer=offer, request=wish, at=timezone.now())
    except NotYourSuggestion as error:
        raise Http404 from error
    messages.success(request, _("You won’t see this suggestion any more. Below the suggestions you can take it back."))
    return redirect(way_back(request, fallback="offers:own"))


@login_required
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Show a pair again."""
    offer, wish = _pair(request)
    if not undo_dismissal(member=request.user, offer=offer, request=wish):
        raise Http404
    messages.success(request, _("You see this suggestion again, as long as it fits."))
    return redirect(way_back(request, fallback="offers:own"))
