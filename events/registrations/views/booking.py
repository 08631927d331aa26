"""Signing up for a whole series, and one's own booking of it. GET asks, POST acts."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Booking, Mode, OccurrenceState
from events.registrations.actions import (
    accept_booking,
    book_series,
    change_booking_choices,
    decline_booking_offer,
    running_booking,
    switch_booking,
    withdraw_booking,
)
from events.registrations.actions.booking_rows import going_on, series_of
from events.registrations.errors import RegistrationsError
from events.registrations.forms import BookingForm
from events.registrations.mails import moment_in_words
from events.registrations.models import Registration, SeriesBooking
from events.registrations.series_mails import date_line
from events.registrations.series_standing import booked_dates, booking_box, series_box
from events.registrations.states import RegistrationState
from network.members.viewers import viewer_of

ASK_OR_ACT = ["GET", "HEAD", "POST"]
View = Callable[..., HttpResponse]


@require_http_methods(ASK_OR_ACT)
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which dates it is for, ask once what they need to know, and sign up for all; an account is needed."""
    meetup, at = _find_series(request, slug), timezone.now()
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    present = running_booking(meetup, request.user, at=at)
    if present is not None:
        return redirect("registrations:booking", key=present.key)
    series = series_of(meetup)
    coming = [date for date in series.dates if date.state == OccurrenceState.PLANNED and date.starts_at > at]
    box = series_box(meetup, series.dates, at=at)
    form = BookingForm(request.POST if request.method == "POST" else None, dates=coming) if box.url else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            booking = book_series(meetup=meetup, member=request.user, sign_up=form.sign_up(), at=at)
        except RegistrationsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _said(booking))
            return redirect("registrations:booking", key=booking.key)
    context = {
        "page": meetup.page,
        "form": form,
        "box": box,
        "dates": [date_line(date, Mode.ON_SITE if date.has_on_site else Mode.ONLINE) for date in coming],
    }
    return render(request, "events/registrations/sign_up_series.html", context)


def _find_series(request: HttpRequest, slug: str) -> Meetup:
    """Give a series this viewer may see, that one signs up for as a whole, or 404."""
    dates = Occurrence.objects.visible_to(viewer_of(request)).announced()
    found = Meetup.objects.filter(
        page__slug=slug, booking=Booking.SERIES, occurrences__in=dates.order_by().values("pk")
    )
    meetup = found.select_related("page").first()
    if meetup is None:
        raise Http404
    return meetup


def _said(booking: SeriesBooking) -> str:
    if booking.state == RegistrationState.CONFIRMED:
        return _("You have a seat at every date. You get one mail with a file for your calendar.")
    if booking.state == RegistrationState.WAITLISTED:
        return _("You are on the waitlist of the series. You get a mail when there is a seat for you.")
    return _("Your request arrived. You get a mail with the answer of the organisers.")


def for_owner(view: View) -> View:
    """Give the view the booking of this key that is of the one who asks; for anyone else there is none."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponse:
        rows = SeriesBooking.objects.of(request.user.key).filter(key=key)
        booking = rows.select_related("meetup__page").first()
        if booking is None:
            raise Http404
        return view(request, booking)

    return guarded


@for_owner
@require_http_methods(["GET", "HEAD"])
def mine(request: HttpRequest, booking: SeriesBooking) -> HttpResponse:
    """Show where it stands, with every date."""
    at = timezone.now()
    series, coming, dates = booked_dates(booking, at=at)
    is_running = booking.is_active and bool(coming)
    first = coming[0] if coming else None
    context = {
        **_facts(booking),
        "box": booking_box(booking, series, coming, at=at) if is_running else None,
        "is_over": not is_running and all(date.starts_at <= at for date in series.dates),
        "dates": dates,
        "answers": first.answers.select_related("question") if first else [],
        "need": getattr(first, "access_need", None) if first else None,
        "other_mode": _other_mode(booking, coming) if is_running else "",
    }
    return render(request, "events/registrations/booking.html", context)


@for_owner
@require_http_methods(ASK_OR_ACT)
def leave(request: HttpRequest, booking: SeriesBooking) -> HttpResponse:
    """Withdraw from all dates still to come."""
    return _asked(
        request,
        booking,
        title=_("Withdraw from the whole series “%(title)s”?") % {"title": booking.meetup.page.title},
        text=_(
            "Your seats, or your place in line, go to the next one at once, at every date that is still to come. "
            "Can't you come to one date only? Then leave out that date and keep the others."
        ),
        button=_("Withdraw from the series"),
        done=_("You withdrew from the series. Thank you for saying so."),
        act=lambda: withdraw_booking(booking=booking, at=timezone.now()),
        is_danger=True,
    )


@for_owner
@require_http_methods(ASK_OR_ACT)
def switch(request: HttpRequest, booking: SeriesBooking) -> HttpResponse:
    """Take part in the other way at every date still to come."""
    _series, coming, _dates = booked_dates(booking, at=timezone.now())
    other = _other_mode(booking, coming)
    if not other:
        raise Http404
    is_online = other == Mode.ONLINE
    waits = booking.state == RegistrationState.WAITLISTED
    return _asked(
        request,
        booking,
        title=_("Come online instead of on site?") if is_online else _("Come on site instead of online?"),
        text=_("This is for all coming dates. You join the end of that line, and lose your place in this one.")
        if waits
        else _("This is for all coming dates. You keep the seats you have if one of the dates has none there."),
        button=_("I come online") if is_online else _("I come on site"),
        done=_("This is changed."),
        act=lambda: switch_booking(booking=booking, mode=other, at=timezone.now()),
    )


@for_owner
@require_http_methods(ASK_OR_ACT)
def answer(request: HttpRequest, booking: SeriesBooking) -> HttpResponse:
    """Say yes or no to the offered seats."""
    refusal = ""
    if request.method == "POST" and request.POST.get("antwoord") in ("ja", "nee"):
        says_yes = request.POST["antwoord"] == "ja"
        try:
            (accept_booking if says_yes else decline_booking_offer)(booking=booking, at=timezone.now())
        except RegistrationsError as error:
            refusal = error.message
        else:
            done = _("Good, you come.") if says_yes else _("Thank you for saying so. The next in line gets the seat.")
            messages.success(request, done)
            return redirect("registrations:booking", key=booking.key)
    booking.refresh_from_db(fields=["state", "hold_ends_at"])
    _series, coming, dates = booked_dates(booking, at=timezone.now())
    context = {
        **_facts(booking),
        "refusal": refusal,
        "is_offered": booking.state == RegistrationState.OFFERED and bool(going_on(coming)),
        "deadline": moment_in_words(booking.hold_ends_at) if booking.hold_ends_at else "",
        "dates": dates,
    }
    return render(request, "events/registrations/answer.html", context)


@for_owner
@require_http_methods(ASK_OR_ACT)
def change(request: HttpRequest, booking: SeriesBooking) -> HttpResponse:
    """Change answers and needs for every date still to come."""
    at = timezone.now()
    _series, coming, _dates = booked_dates(booking, at=at)
    if not (booking.is_active and coming):
        raise Http404
    dates = [row.occurrence for row in coming]
    form = BookingForm(request.POST if request.method == "POST" else None, dates=dates, row=coming[0])
    if request.method == "POST" and form.is_valid():
        try:
            change_booking_choices(booking=booking, sign_up=form.sign_up(), at=at)
        except RegistrationsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("This is changed."))
            return redirect("registrations:booking", key=booking.key)
    return render(request, "events/registrations/change.html", {**_facts(booking), "form": form})


def _other_mode(booking: SeriesBooking, coming: list[Registration]) -> str:
    """Give the other way to take part, where every date still to come offers it, or nothing."""
    other = Mode.ONLINE if booking.mode == Mode.ON_SITE else Mode.ON_SITE
    column = "has_online" if other == Mode.ONLINE else "has_on_site"
    dates = [row.occurrence for row in coming if row.occurrence.state == OccurrenceState.PLANNED]
    return other.value if dates and all(getattr(date, column) for date in dates) else ""


def _facts(booking: SeriesBooking) -> dict[str, object]:
    return {
        "booking": booking,
        "page": booking.meetup.page,
        "back_url": reverse("registrations:booking", args=[booking.key]),
    }


def _asked(
    request: HttpRequest,
    booking: SeriesBooking,
    *,
    title: str,
    text: str,
    button: str,
    done: str,
    act: Callable[[], object],
    is_danger: bool = False,
) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            act()
        except RegistrationsError as error:
            refusal = error.message
        else:
            messages.success(request, done)
            return redirect("registrations:booking", key=booking.key)
    words = {"title": title, "text": text, "button": button, "is_danger": is_danger, "refusal": refusal}
    _series, coming, _dates = booked_dates(booking, at=timezone.now())
    when = ngettext("%(n)d coming date", "%(n)d coming dates", len(coming)) % {"n": len(coming)}
    return render(request, "events/registrations/ask.html", {**_facts(booking), "ask": words, "when": when})
