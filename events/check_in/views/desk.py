"""The door on a phone: the list, a scanned ticket, and who walks in. GET shows, POST acts."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_permissions_policy.decorators import permissions_policy_override

from events.check_in.actions import check_in, undo_check_in, walk_in, window_around, window_now
from events.check_in.codes import key_in
from events.check_in.errors import CheckInError, NotATicket, OtherDate
from events.check_in.forms import WalkInForm, ago_in, token_in
from events.check_in.people import clock, people_at, person_of, turnout_of
from events.check_in.rules import Window
from events.check_in.words import organiser_name, said_of
from events.errors import EventsError
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import Admission
from events.meetups.views.access import for_who_runs_it
from events.registrations.mails import moment_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.states import Attendance, RegistrationState
from network.members.viewers import viewer_of
from network.models import Member
from portal.shared.keys import LENGTH

ASK_OR_ACT = ["GET", "HEAD", "POST"]
MOST_FOUND = 10
SHORTEST_NAME = 2
# Scanning in the page needs the camera, which every other page of the portal refuses.
_WITH_CAMERA = permissions_policy_override({**settings.PERMISSIONS_POLICY, "camera": "self"})


@_WITH_CAMERA
@for_who_runs_it
@require_http_methods(ASK_OR_ACT)
def desk(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Show who is expected, and check in or out by name or by ticket."""
    at = timezone.now()
    if request.method == "POST":
        return _tapped(request, occurrence)
    closed = _closed(request, occurrence, at=at)
    if closed is not None:
        return closed
    asked = _asked(request)
    context = {
        **_facts(occurrence),
        "people": people_at(occurrence, asked=asked),
        "turnout": turnout_of(occurrence),
        "asked": asked,
        "is_over": occurrence.ends_at <= at,
        "takes_walk_ins": occurrence.meetup.admission != Admission.NONE,
        "who": request.user.key,
    }
    return render(request, "events/check_in/desk.html", context)


def _tapped(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    refusal, answer = "", {}
    try:
        row = _row_meant(request, occurrence)
        wants_in = "uit" not in request.POST
        tapped = (check_in if wants_in else undo_check_in)(
            registration=row,
            by=request.user,
            at=timezone.now(),
            token=token_in(request.POST),
            ago=ago_in(request.POST),
        )
        answer = {"outcome": tapped.tap.value, "key": row.key, "text": said_of(tapped, wants_in=wants_in)}
        answer |= _stand(tapped.registration)
    except EventsError as error:
        refusal = str(error)
        answer = {"outcome": "refused", "key": request.POST.get("in", ""), "text": refusal}
    if _wants_json(request):
        turnout = turnout_of(occurrence)
        return JsonResponse({**answer, "came": turnout.came, "expected": turnout.expected})
    (messages.error if refusal else messages.success)(request, answer["text"])
    address = reverse("check_in:desk", args=[occurrence.meetup.key, occurrence.key])
    asked = _asked(request)
    return redirect(f"{address}?{urlencode({'naam': asked})}" if asked else address)


def _row_meant(request: HttpRequest, occurrence: Occurrence) -> Registration:
    """Give the registration that is tapped or scanned.

    Raises:
        NotATicket: A code that the portal didn't make.
        OtherDate: It is not of this date.
    """
    code = request.POST.get("code", "").strip()
    key = key_in(code) if code else request.POST.get("in") or request.POST.get("uit", "")
    # What isn't a key never reaches the database, which takes no NUL.
    is_key = len(key) == LENGTH and key.isalnum()
    rows = Registration.objects.filter(key=key, occurrence=occurrence, erased_at=None)
    row = rows.first() if is_key else None
    if row is None:
        raise OtherDate if code else NotATicket
    return row


def _stand(row: Registration) -> dict[str, str]:
    is_in = row.attendance == Attendance.PRESENT
    return {"state": row.attendance, "since": clock(row.checked_in_at) if is_in and row.checked_in_at else ""}


@for_who_runs_it
@require_safe
def stand(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Tell a phone how it stands: keys and times, no names."""
    if window_now(occurrence, at=timezone.now()) != Window.OPEN:
        raise Http404
    turnout = turnout_of(occurrence)
    people = {person.key: [person.attendance, person.since] for person in people_at(occurrence)}
    return JsonResponse({"came": turnout.came, "expected": turnout.expected, "people": people})


@login_required
@require_http_methods(ASK_OR_ACT)
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """Show whose ticket this is, to an organiser of its meetup, and check that person in.

    A code the portal didn't make, one of a meetup that someone else runs and one that is gone get the same answer.
    """
    row = _scanned(code)
    if row is None or not Meetup.objects.organised_by(request.user.key).filter(pk=row.occurrence.meetup_id).exists():
        is_own = row is not None and row.member_id == request.user.pk
        context = {"ticket": reverse("check_in:ticket", args=[row.key]) if is_own and row else ""}
        return render(request, "events/check_in/not_yours.html", context, status=200 if is_own else 404)
    at = timezone.now()
    if request.method == "POST":
        _say(request, row)
        return redirect("check_in:scan", code=code)
    window = window_now(row.occurrence, at=at)
    last = row.check_ins.order_by("-at", "-pk").first()
    context = {
        **_facts(row.occurrence),
        "person": person_of(row),
        "has_seat": row.state == RegistrationState.CONFIRMED,
        "state": row.get_state_display(),
        "is_open": window == Window.OPEN,
        "window": _window_words(row.occurrence, window),
        "by": organiser_name(last.by_key) if last else "",
    }
    return render(request, "events/check_in/scan.html", context)


def _scanned(code: str) -> Registration | None:
    try:
        key = key_in(code)
    except NotATicket:
        return None
    rows = Registration.objects.filter(key=key, erased_at=None)
    return rows.select_related("occurrence__meetup__page", "member", "institution").first()


def _say(request: HttpRequest, row: Registration) -> None:
    wants_in = "uit" not in request.POST
    try:
        tapped = (check_in if wants_in else undo_check_in)(registration=row, by=request.user, at=timezone.now())
    except CheckInError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said_of(tapped, wants_in=wants_in))


@for_who_runs_it
@require_http_methods(ASK_OR_ACT)
def walking_in(request: HttpRequest, occurrence: Occurrence) -> HttpResponse:
    """Let someone in who isn't on the list: found by name, or typed in."""
    at = timezone.now()
    closed = _closed(request, occurrence, at=at)
    if closed is not None:
        return closed
    if occurrence.meetup.admission == Admission.NONE:
        raise Http404
    asked = _asked(request)
    found = _found(request, occurrence, asked)
    form = WalkInForm(request.POST if request.method == "POST" else None, occurrence=occurrence, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            tapped = walk_in(
                occurrence=occurrence,
                person=form.person(),
                sign_up=form.sign_up(),
                by=request.user,
                reason=form.cleaned_data["reason"],
                at=at,
            )
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said_of(tapped, wants_in=True))
            return redirect("check_in:desk", key=occurrence.meetup.key, occurrence=occurrence.key)
    context = {**_facts(occurrence), "form": form, "asked": asked, "found": found}
    return render(request, "events/check_in/walk_in.html", context)


def _found(request: HttpRequest, occurrence: Occurrence, asked: str) -> list[Member]:
    """Give members of this name whom the organiser may know, and who waits for this date, in one query."""
    if len(asked) < SHORTEST_NAME:
        return []
    waiting = Registration.objects.active().filter(occurrence=occurrence, member__isnull=False).order_by()
    known = Member.objects.with_field_visible_to("name", viewer_of(request), on=timezone.localdate())
    rows = Member.objects.active().filter(Q(pk__in=known.values("pk")) | Q(pk__in=waiting.values("member")))
    for word in asked.split()[:4]:
        rows = rows.filter(Q(given_name__icontains=word) | Q(family_name__icontains=word))
    return list(rows.order_by("sort_name", "pk")[:MOST_FOUND])


def _closed(request: HttpRequest, occurrence: Occurrence, *, at) -> HttpResponse | None:
    """Give the page that says why nobody can be checked in now, without anybody's name; None when it is open."""
    window = window_now(occurrence, at=at)
    if window == Window.OPEN:
        return None
    context = {**_facts(occurrence), "text": _window_words(occurrence, window), "turnout": None}
    if window == Window.OVER:
        context["turnout"] = turnout_of(occurrence)
    return render(request, "events/check_in/closed.html", context)


def _window_words(occurrence: Occurrence, window: Window) -> str:
    opens_at, _closes_at = window_around(occurrence)
    if window == Window.BEFORE:
        return _("Check-in opens on %(moment)s.") % {"moment": moment_in_words(opens_at)}
    if window == Window.OVER:
        return _("Check-in is over. Who came can't be changed any more.")
    if window == Window.NOT_PLANNED:
        return _("This date does not go on, or isn't announced, so nobody can be checked in.")
    return ""


def _facts(occurrence: Occurrence) -> dict[str, object]:
    meetup = occurrence.meetup
    return {"meetup": meetup, "occurrence": occurrence, "page": meetup.page, "when": when_in_words(occurrence)}


def _asked(request: HttpRequest) -> str:
    data = request.POST if request.method == "POST" else request.GET
    return data.get("naam", "").replace("\x00", "").strip()[:80]


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
