"""One's own registration: where it stands, and what one can do with it. GET asks, POST acts."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.meetups.states import Mode, OccurrenceState
from events.registrations.actions import (
    accept_offer,
    change_choices,
    decline_offer,
    switch_mode,
    take_back_date,
    withdraw,
)
from events.registrations.afterwards import lines_for_page
from events.registrations.errors import RegistrationsError
from events.registrations.forms import SignUpForm
from events.registrations.mails import moment_in_words, place_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.own_ways import ways_of_member
from events.registrations.series_standing import has_other_dates, take_back_url
from events.registrations.standing import own_box
from events.registrations.states import ACTIVE, SEATED, RegistrationState

ASK_OR_ACT = ["GET", "HEAD", "POST"]
View = Callable[..., HttpResponse]


def for_owner(view: View) -> View:
    """Give the view the registration of this key that is of the one who asks; for anyone else there is none."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponse:
        rows = Registration.objects.of(request.user.key).filter(key=key)
        row = rows.select_related("occurrence__meetup__page", "seat_group", "access_need", "series_booking").first()
        if row is None:
            raise Http404
        return view(request, row)

    return guarded


@for_owner
@require_http_methods(["GET", "HEAD"])
def mine(request: HttpRequest, row: Registration) -> HttpResponse:
    """Show where it stands."""
    at, date, booking = timezone.now(), row.occurrence, row.series_booking
    if booking is not None and row.is_active and row.state != RegistrationState.CONFIRMED:
        # Who waits, waits for all dates together.
        return redirect("registrations:booking", key=booking.key)
    is_active = row.state in ACTIVE
    is_before = at < date.starts_at
    other = other_mode(row)
    context = {
        **_facts(row),
        "box": own_box(row, at=at) if is_active and date.state == OccurrenceState.PLANNED else None,
        "answers": row.answers.select_related("question"),
        "need": getattr(row, "access_need", None),
        "sessions": row.sessions.all(),
        "may_change": is_active and is_before,
        "other_mode": other if is_active and is_before and not row.pair_key and not booking else "",
        "online_url": _online_url(row),
        "booking_url": reverse("registrations:booking", args=[booking.key]) if booking else "",
        "take_back_url": take_back_url(row, booking, at=at) if booking else "",
        "ways": ways_of_member(row, at=at),
        "after_lines": lines_for_page(row, at=at) if date.ends_at <= at else [],
    }
    return render(request, "events/registrations/mine.html", context)


@for_owner
@require_http_methods(ASK_OR_ACT)
def leave(request: HttpRequest, row: Registration) -> HttpResponse:
    """Withdraw; of a series only from this date."""
    if row.series_booking is not None:
        return _leave_date(request, row)
    return _asked(
        request,
        row,
        title=_("Withdraw from “%(title)s”?") % {"title": row.occurrence.meetup.page.title},
        text=_("Your seat or your place in line goes to the next one at once. You can sign up again later.")
        if row.state != RegistrationState.HELD
        else _("You come together or not at all: the seat of your colleague goes, too."),
        button=_("Withdraw from this meetup"),
        done=_("You withdrew. Thank you for saying so."),
        act=lambda: withdraw(registration=row, at=timezone.now()),
        is_danger=True,
    )


def _leave_date(request: HttpRequest, row: Registration) -> HttpResponse:
    """Leave out one date of a series, and say what that does to the rest."""
    if has_other_dates(row, at=timezone.now()):
        title = _("Leave out this date of “%(title)s”?")
        text = _(
            "Only your seat at this date comes free. You keep your place in the series: the other dates stay yours."
        )
        done = _("You leave out this date. You keep your place in the series.")
    else:
        title = _("Withdraw from “%(title)s”?")
        text = _("This is the last date of the series you still come to, so you withdraw from the series.")
        done = _("You withdrew. Thank you for saying so.")
    return _asked(
        request,
        row,
        title=title % {"title": row.occurrence.meetup.page.title},
        text=text,
        button=_("I can't come to this date"),
        done=done,
        act=lambda: withdraw(registration=row, at=timezone.now()),
        is_danger=True,
    )


@for_owner
@require_http_methods(ASK_OR_ACT)
def take_back(request: HttpRequest, row: Registration) -> HttpResponse:
    """Come after all to a date of a series that was left out."""
    if row.series_booking is None:
        raise Http404
    return _asked(
        request,
        row,
        title=_("Come to this date of “%(title)s” after all?") % {"title": row.occurrence.meetup.page.title},
        text=_("If your seat is still free, you have it again."),
        button=_("I come after all"),
        done=_("You come to this date again."),
        act=lambda: take_back_date(registration=row, at=timezone.now()),
        then=reverse("registrations:booking", args=[row.series_booking.key]),
    )


@for_owner
@require_http_methods(ASK_OR_ACT)
def switch(request: HttpRequest, row: Registration) -> HttpResponse:
    """Take part in the other way."""
    if row.series_booking is not None:
        return redirect("registrations:switch_booking", key=row.series_booking.key)
    other = other_mode(row)
    if not other:
        raise Http404
    is_online = other == Mode.ONLINE
    return _asked(
        request,
        row,
        title=_("Come online instead of on site?") if is_online else _("Come on site instead of online?"),
        text=_("You keep the seat you have if there is none there.")
        if row.state in SEATED
        else _("You join the end of that line, and lose your place in this one."),
        button=_("I come online") if is_online else _("I come on site"),
        done=_("This is changed."),
        act=lambda: switch_mode(registration=row, mode=other, at=timezone.now()),
    )


@for_owner
@require_http_methods(ASK_OR_ACT)
def answer(request: HttpRequest, row: Registration) -> HttpResponse:
    """Say yes or no to an offered seat."""
    if row.series_booking is not None:
        return redirect("registrations:answer_booking", key=row.series_booking.key)
    refusal = ""
    if request.method == "POST" and request.POST.get("antwoord") in ("ja", "nee"):
        says_yes = request.POST["antwoord"] == "ja"
        try:
            (accept_offer if says_yes else decline_offer)(registration=row, at=timezone.now())
        except RegistrationsError as error:
            refusal = error.message
        else:
            done = _("Good, you come.") if says_yes else _("Thank you for saying so. The next in line gets the seat.")
            messages.success(request, done)
            return redirect("registrations:mine", key=row.key)
    row.refresh_from_db()
    context = {
        **_facts(row),
        "refusal": refusal,
        "is_offered": row.state == RegistrationState.OFFERED and row.occurrence.state == OccurrenceState.PLANNED,
        "deadline": moment_in_words(row.hold_ends_at) if row.hold_ends_at else "",
    }
    return render(request, "events/registrations/answer.html", context)


@for_owner
@require_http_methods(ASK_OR_ACT)
def change(request: HttpRequest, row: Registration) -> HttpResponse:
    """Change answers, needs and sessions."""
    at = timezone.now()
    if row.state not in ACTIVE or at >= row.occurrence.starts_at:
        raise Http404
    form = SignUpForm(request.POST if request.method == "POST" else None, occurrence=row.occurrence, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            change_choices(registration=row, sign_up=form.sign_up(), at=at)
        except RegistrationsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("This is changed."))
            return redirect("registrations:mine", key=row.key)
    return render(request, "events/registrations/change.html", {**_facts(row), "form": form})


def other_mode(row: Registration) -> str:
    """Give the other way to take part that this date offers, or nothing."""
    other = Mode.ONLINE if row.mode == Mode.ON_SITE else Mode.ON_SITE
    offered = row.occurrence.has_online if other == Mode.ONLINE else row.occurrence.has_on_site
    return other.value if offered else ""


def _online_url(row: Registration) -> str:
    is_shown = row.state == RegistrationState.CONFIRMED and row.mode == Mode.ONLINE
    return row.occurrence.online_url if is_shown else ""


def _facts(row: Registration) -> dict[str, object]:
    date = row.occurrence
    return {
        "row": row,
        "date": date,
        "page": date.meetup.page,
        "when": when_in_words(date),
        "place": place_in_words(date, row.mode),
        "back_url": reverse("registrations:mine", args=[row.key]),
    }


def _asked(
    request: HttpRequest,
    row: Registration,
    *,
    title: str,
    text: str,
    button: str,
    done: str,
    act: Callable[[], object],
    is_danger: bool = False,
    then: str = "",
) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            act()
        except RegistrationsError as error:
            refusal = error.message
        else:
            messages.success(request, done)
            return redirect(then or reverse("registrations:mine", args=[row.key]))
    words = {"title": title, "text": text, "button": button, "is_danger": is_danger, "refusal": refusal}
    return render(request, "events/registrations/ask.html", {**_facts(row), "ask": words})
