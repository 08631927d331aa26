"""Signing up for a date. GET asks, POST acts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.meetups.models import Occurrence
from events.registrations.actions import register
from events.registrations.errors import RegistrationsError
from events.registrations.forms import SignUpForm
from events.registrations.mails import place_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.standing import box_of
from events.registrations.states import RegistrationState
from network.members.viewers import viewer_of

ASK_OR_ACT = ["GET", "HEAD", "POST"]


def find_date(request: HttpRequest, slug: str, key: str) -> Occurrence:
    """Give a date this viewer may see, or 404."""
    rows = Occurrence.objects.visible_to(viewer_of(request)).announced()
    found = rows.filter(key=key, meetup__page__slug=slug).select_related("meetup__page").first()
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(ASK_OR_ACT)
def sign_up(request: HttpRequest, slug: str, occurrence: str) -> HttpResponse:
    """Ask what this date needs to know, and sign up; who is in already goes to their own registration."""
    date, at = find_date(request, slug, occurrence), timezone.now()
    present = Registration.objects.active().filter(occurrence=date, member=request.user).first()
    if present is not None:
        return redirect("registrations:mine", key=present.key)
    form = SignUpForm(request.POST if request.method == "POST" else None, occurrence=date)
    if request.method == "POST" and form.is_valid():
        try:
            row = register(occurrence=date, member=request.user, sign_up=form.sign_up(), at=at)
        except RegistrationsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _said(row))
            return redirect("registrations:mine", key=row.key)
    context = {
        "date": date,
        "page": date.meetup.page,
        "form": form,
        "box": box_of(date.meetup, date, None, at=at),
        "when": when_in_words(date),
        "place": place_in_words(date, next(iter(form.state.left), "on_site")),
    }
    return render(request, "events/registrations/sign_up.html", context)


def _said(row: Registration) -> str:
    if row.state == RegistrationState.CONFIRMED:
        return _("You have a seat. You get a mail with a file for your calendar.")
    if row.state == RegistrationState.WAITLISTED:
        return _("You are on the waitlist. You get a mail when there is a seat for you.")
    return _("Your request arrived. You get a mail with the answer of the organisers.")
