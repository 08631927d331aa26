"""The way between the editor in Wagtail and the planner, and why a page with a meetup stays."""

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from events.meetup_pages.models import MeetupPage
from events.meetup_pages.reserved import reserved_slugs, slug_taken
from events.meetups.actions import plan_meetup
from events.meetups.models import Meetup
from events.meetups.plans import MeetupPlan


def plan_new_page(request: HttpRequest, page: Page) -> None:
    """Make the meetup of a page that was just made, with its maker as organiser."""
    if isinstance(page, MeetupPage):
        plan_meetup(page=page, plan=MeetupPlan(), organisers=[request.user], by=request.user, at=timezone.now())


def refuse_reserved_slug(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say why a copy can't have this address; None when it can. The form of a copy knows nothing of addresses."""
    slug = request.POST.get("new_slug", "") if request.method == "POST" else ""
    if slug not in reserved_slugs() or not isinstance(page.specific, MeetupPage):
        return None
    messages.error(request, slug_taken(slug))
    return redirect("wagtailadmin_pages:copy", page.pk)


def planner_buttons(page: Page) -> Iterator[Button]:
    """Give a link to dates and seats, on the page of a meetup."""
    key = Meetup.objects.filter(page_id=page.pk).values_list("key", flat=True).first() if page.pk else None
    if key:
        yield Button(
            _("Dates and seats"), url=reverse("meetups:desk", args=[key]), icon_name="calendar-alt", priority=14
        )


def refuse_deletion(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Say why a page with a meetup, or above one, can't be deleted; None when it can."""
    for page in pages:
        meetup = Meetup.objects.filter(page__path__startswith=page.path).select_related("page").first()
        if meetup is not None:
            messages.error(
                request,
                _(
                    "“%(title)s” has dates and people who signed up, so it can't be deleted. "
                    "Cancel its dates, or take the page offline."
                )
                % {"title": meetup.page.title},
            )
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
