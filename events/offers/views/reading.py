"""The lists, the page of one offer or wish, and the own desk."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.offers.browse import browse, tabs
from events.offers.contexts import detail_context, own_context
from events.offers.states import ListingKind
from events.offers.views.access import find_visible
from network.members.viewers import viewer_of


@require_safe
def listing_list(request: HttpRequest) -> HttpResponse:
    """Show what schools offer, or what people wish, by direction, theme, system, place, month and what is free."""
    context = browse(request.GET.dict(), viewer_of(request), on=timezone.localdate())
    is_offer = context["kind"] == ListingKind.OFFER
    make_url = reverse("offers:new", kwargs={"kind": ListingKind.OFFER.value})
    wish_url = reverse("offers:new", kwargs={"kind": ListingKind.REQUEST.value})
    other = tabs(context["kind"])[is_offer]
    first = {"url": wish_url, "text": _("Make a wish")} if is_offer else {"url": make_url, "text": _("Offer a place")}
    if context["active_count"]:
        first = {"url": context["clear_url"], "text": _("Show everything")}
    context |= {
        "is_offer": is_offer,
        "make_url": make_url,
        "wish_url": wish_url,
        "empty_actions": [first, {"url": other.url, "text": other.text}],
    }
    return render(request, "events/offers/list.html", context)


@require_safe
def listing_detail(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show one offer or wish to who may see it."""
    listing = find_visible(request, kind, key)
    context = detail_context(listing, viewer_of(request), at=timezone.now())
    return render(request, "events/offers/detail.html", context)


@login_required
@require_safe
def own_desk(request: HttpRequest) -> HttpResponse:
    """Show what the one who looks offers and wishes, and what other subjects add: applications, exchanges, …"""
    viewer = viewer_of(request)
    context = own_context(request.user, viewer, at=timezone.now()) | {"is_member": viewer.is_member}
    return render(request, "events/offers/own.html", context)
