"""Feeds, the page that offers them, and the member's own address."""

from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.feeds.actions import make_feed, renew_feed, revoke_feed, token_of_feed
from events.feeds.answers import calendar_answer
from events.feeds.filters import FACETS, FeedFilter
from events.feeds.models import CalendarFeed
from events.feeds.personal import personal_body, personal_state
from events.feeds.public import PublicFeed, body_of, state_of
from events.feeds.rules import google_address, outlook_address, webcal_address


@require_safe
def agenda_feed(request: HttpRequest) -> HttpResponse:
    """Give the agenda as a calendar, with the filters of the address."""
    return _public(request, PublicFeed(chosen=FeedFilter.of(request.GET)), "agenda.ics")


@require_safe
def meetup_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Give all dates of one meetup."""
    return _public(request, PublicFeed(slug=slug), f"{slug}.ics")


@require_safe
def single_date(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Give one date."""
    return _public(request, PublicFeed(slug=slug, key=key), f"{slug}.ics")


def _public(request: HttpRequest, feed: PublicFeed, filename: str) -> HttpResponse:
    state = state_of(feed, at=timezone.now())
    if state is None:
        raise Http404
    return calendar_answer(
        request, lambda: body_of(state), tag=state.tag, changed_at=state.changed_at, filename=filename
    )


@require_safe
def personal_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a member's own dates to who holds the address; the member need not be signed in."""
    now = timezone.now()
    state = personal_state(token, at=now)
    if state is None:
        raise Http404
    return calendar_answer(
        request,
        lambda: personal_body(state, at=now),
        tag=state.tag,
        changed_at=state.changed_at,
        filename="agenda.ics",
        is_private=True,
    )


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show how the agenda, with the filters chosen there, comes into one's own calendar."""
    chosen = FeedFilter.of(request.GET).known()
    query = urlencode(dict(chosen.chosen))
    address = whole_address(reverse("feeds:agenda")) + (f"?{query}" if query else "")
    labels = [{"title": facet.title, "text": text} for facet, text in chosen.labels()]
    context = {
        "ways": ways_in(address, name=chosen.name()),
        "labels": labels,
        "back_url": f"/agenda/{'?' + query if query else ''}",
        "all_url": reverse("feeds:subscribe"),
        "filters": [facet.title for facet in FACETS],
    }
    return render(request, "events/feeds/subscribe.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_feed(request: HttpRequest) -> HttpResponse:
    """Show the address of the member's own dates; a POST makes, renews or withdraws it."""
    if request.method == "POST":
        _change(request)
        return redirect("feeds:own")
    feed = CalendarFeed.objects.filter(member=request.user).first()
    token = token_of_feed(feed) if feed else ""
    address = whole_address(reverse("feeds:personal", args=[token])) if token else ""
    name = _("My dates at %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
    context = {"feed": feed, "ways": ways_in(address, name=name) if address else None}
    return render(request, "events/feeds/own.html", context)


def _change(request: HttpRequest) -> None:
    wish = request.POST.get("doen")
    if wish == "maak":
        make_feed(member=request.user, at=timezone.now())
        messages.success(request, _("Your calendar has an address. Choose below where you want to see your dates."))
    elif wish == "vernieuw":
        renew_feed(member=request.user, at=timezone.now())
        messages.success(request, _("There is a new address. The old one gives nothing any more."))
    elif wish == "stop":
        revoke_feed(member=request.user)
        messages.success(request, _("The address is gone. Calendars that use it get nothing any more."))


def ways_in(address: str, *, name: str) -> dict[str, str]:
    """Give the addresses by which each program subscribes to a feed."""
    return {
        "address": address,
        "apple": webcal_address(address),
        "google": google_address(address),
        "outlook": outlook_address(address, name=name),
    }


def whole_address(path: str) -> str:
    """Give an address with the host of the site."""
    return urljoin(f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/", path)
