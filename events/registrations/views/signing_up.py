"""Signing up for a date. GET asks, POST acts."""

from datetime import datetime
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.meetups.models import Occurrence
from events.meetups.states import Booking, Eligibility
from events.registrations.actions import Guest, register, register_guest, register_pair
from events.registrations.errors import RegistrationsError, TooManyTries
from events.registrations.forms import GuestForm, SignUpForm
from events.registrations.mails import place_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.standing import box_of
from events.registrations.states import RegistrationState
from network.members.viewers import viewer_of
from network.models import Member
from portal.shared.limits.actions import allow

ASK_OR_ACT = ["GET", "HEAD", "POST"]
HOUR_SECONDS = 3600
# A school is one address to us: many guests can come from it.
PER_ADDRESS, PER_CLIENT, PER_MEMBER = 5, 60, 10


def find_date(request: HttpRequest, slug: str, key: str) -> Occurrence:
    """Give a date this viewer may see, or 404."""
    rows = Occurrence.objects.visible_to(viewer_of(request)).announced()
    found = rows.filter(key=key, meetup__page__slug=slug).select_related("meetup__page").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(ASK_OR_ACT)
def sign_up(request: HttpRequest, slug: str, occurrence: str) -> HttpResponse:
    """Ask what this date needs to know, and sign up; who is in already goes to their own registration."""
    date = find_date(request, slug, occurrence)
    present = _present(request, date)
    if present is not None:
        return redirect("registrations:mine", key=present.key)
    if date.meetup.booking == Booking.SERIES:
        return redirect("registrations:sign_up_series", slug=slug)
    if not request.user.is_authenticated:
        return _for_guests(request, date)
    form = SignUpForm(request.POST if request.method == "POST" else None, occurrence=date)
    if request.method == "POST" and form.is_valid():
        try:
            row = _register(date, request.user, form, at=timezone.now())
        except RegistrationsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _said(row))
            return redirect("registrations:mine", key=row.key)
    return _form_page(request, date, form)


def _present(request: HttpRequest, date: Occurrence) -> Registration | None:
    if not request.user.is_authenticated:
        return None
    return Registration.objects.active().filter(occurrence=date, member=request.user).first()


def _register(date: Occurrence, member: Member, form: SignUpForm, *, at: datetime) -> Registration:
    partner = form.partner()
    if partner is None:
        return register(occurrence=date, member=member, sign_up=form.sign_up(), at=at)
    if not allow(name="registrations.pair", who=member.key, limit=PER_MEMBER, window_seconds=HOUR_SECONDS, at=at):
        raise TooManyTries
    return register_pair(occurrence=date, member=member, partner=partner, sign_up=form.sign_up(), at=at)


def _for_guests(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Ask someone without an account who they are; where an account is needed, sign in first and come back."""
    if date.meetup.eligibility != Eligibility.EVERYONE:
        return redirect_to_login(request.get_full_path())
    form = GuestForm(request.POST if request.method == "POST" else None, occurrence=date)
    if request.method == "POST" and form.is_valid():
        at, guest = timezone.now(), form.guest()
        try:
            _require_few(request, guest, at=at)
            register_guest(occurrence=date, guest=guest, sign_up=form.sign_up(), at=at)
        except RegistrationsError as error:
            form.add_error(None, error.message)
        else:
            context = {"page": date.meetup.page, "when": when_in_words(date)}
            return render(request, "events/registrations/guest_sent.html", context)
    return _form_page(request, date, form)


def _require_few(request: HttpRequest, guest: Guest, *, at: datetime) -> None:
    """Keep someone from flooding an address, or many from one place.

    Raises:
        TooManyTries: Too often in this hour.
    """
    for who, limit in ((guest.address, PER_ADDRESS), (request.META["REMOTE_ADDR"], PER_CLIENT)):
        if not allow(name="registrations.guest", who=who, limit=limit, window_seconds=HOUR_SECONDS, at=at):
            raise TooManyTries


def _form_page(request: HttpRequest, date: Occurrence, form: SignUpForm) -> HttpResponse:
    context = {
        "date": date,
        "page": date.meetup.page,
        "form": form,
        "box": box_of(date.meetup, date, None, at=timezone.now()),
        "when": when_in_words(date),
        "place": place_in_words(date, next(iter(form.state.left), "on_site")),
        "login_url": "" if request.user.is_authenticated else f"{reverse('account_login')}?next={quote(request.path)}",
    }
    return render(request, "events/registrations/sign_up.html", context)


def _said(row: Registration) -> str:
    if row.state == RegistrationState.CONFIRMED:
        return _("You have a seat. You get a mail with a file for your calendar.")
    if row.state == RegistrationState.WAITLISTED:
        return _("You are on the waitlist. You get a mail when there is a seat for you.")
    if row.state == RegistrationState.HELD:
        return _("Your two seats are kept. Your colleague got a mail and still has to say yes.")
    return _("Your request arrived. You get a mail with the answer of the organisers.")
