"""The calendar of a group: the secret address of one person in it, and the file behind it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.cohorts.actions import make_address, renew_address, revoke_address
from events.cohorts.calendar import group_body, group_state
from events.cohorts.models import CohortFeed, CohortMember
from events.cohorts.states import PlaceState
from events.cohorts.views.access import ASK_OR_ACT, for_place
from events.feeds.actions import token_of_feed
from events.feeds.answers import calendar_answer
from events.feeds.views import ways_in, whole_address


@require_safe
def group_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the dates of one group to who holds the address; the member need not be signed in."""
    now = timezone.now()
    state = group_state(token, at=now)
    if state is None:
        raise Http404
    return calendar_answer(
        request,
        lambda: group_body(state, at=now),
        tag=state.tag,
        changed_at=state.personal.changed_at,
        filename="peergang.ics",
        is_private=True,
    )


@for_place(PlaceState.TAKING_PART)
@require_http_methods(ASK_OR_ACT)
def address(request: HttpRequest, place: CohortMember) -> HttpResponse:
    """Show the address; a POST makes, renews or withdraws it."""
    if request.method == "POST":
        _change(request, place)
        return redirect("cohorts:address", key=place.cohort.key)
    feed = CohortFeed.objects.filter(place=place).first()
    token = token_of_feed(feed) if feed else ""
    whole = whole_address(reverse("cohorts:feed", args=[token])) if token else ""
    title = place.cohort.meetup.page.title
    context = {"cohort": place.cohort, "feed": feed, "ways": ways_in(whole, name=title) if whole else None}
    return render(request, "events/cohorts/address.html", context)


def _change(request: HttpRequest, place: CohortMember) -> None:
    wish = request.POST.get("doen")
    if wish == "maak":
        make_address(place=place, at=timezone.now())
        messages.success(request, _("Your calendar has an address. Choose below where you want to see your dates."))
    elif wish == "vernieuw":
        renew_address(place=place, at=timezone.now())
        messages.success(request, _("There is a new address. The old one gives nothing any more."))
    elif wish == "stop":
        revoke_address(place=place)
        messages.success(request, _("The address is gone. Calendars that use it get nothing any more."))
