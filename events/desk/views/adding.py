"""Putting someone in by hand: a member who is found by name, or someone without an account."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.desk.actions import add_guest
from events.desk.forms import GuestSeatForm, MemberSeatForm
from events.desk.people import LONGEST_NAME, MOST_WORDS, name_of
from events.desk.views.access import while_named
from events.desk.views.lists import about
from events.errors import EventsError
from events.meetups.models import Occurrence
from events.registrations.actions import put_in
from events.registrations.models import Registration
from network.models import Affiliation, Member

ASK_OR_ACT = ["GET", "HEAD", "POST"]
MOST_FOUND = 10
SHORTEST_NAME = 2


@while_named
@require_http_methods(ASK_OR_ACT)
def add_member(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Find a member by name, then give them a seat with a reason."""
    now = timezone.now()
    asked = request.GET.get("naam", "").replace("\x00", "").strip()[:LONGEST_NAME]
    found = _found(asked, at=now)
    form = MemberSeatForm(request.POST if request.method == "POST" else None, occurrence=date, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            row = put_in(
                occurrence=date,
                member=form.cleaned_data["member"],
                sign_up=form.sign_up(),
                by=request.user,
                reason=form.cleaned_data["reason"],
                at=now,
            )
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, date, row, at=now)
    context = {**about(date), "form": form, "asked": asked, "found": found, "is_short": len(asked) < SHORTEST_NAME}
    return render(request, "events/desk/add_member.html", context)


@while_named
@require_http_methods(ASK_OR_ACT)
def add_without_account(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Give someone without an account a seat, by name and address."""
    now = timezone.now()
    form = GuestSeatForm(request.POST if request.method == "POST" else None, occurrence=date)
    if request.method == "POST" and form.is_valid():
        try:
            row = add_guest(
                occurrence=date,
                guest=form.guest(),
                sign_up=form.sign_up(),
                by=request.user,
                reason=form.cleaned_data["reason"],
                at=now,
            )
        except EventsError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, date, row, at=now)
    return render(request, "events/desk/add_guest.html", {**about(date), "form": form})


def _done(request: HttpRequest, date: Occurrence, row: Registration, *, at: datetime) -> HttpResponse:
    values = {"name": name_of(row), "state": row.get_state_display()}
    if row.created_at == at:
        messages.success(request, _("%(name)s has a seat now and gets a mail.") % values)
    else:
        messages.info(request, _("%(name)s is on the list already: %(state)s.") % values)
    return redirect("desk:person", key=date.meetup.key, occurrence=date.key, registration=row.key)


def _found(asked: str, *, at: datetime) -> list[tuple[str, str]]:
    """Give members of this name with their schools, because two people may share a name."""
    if len(asked) < SHORTEST_NAME:
        return []
    rows = Member.objects.members()
    for word in asked.split()[:MOST_WORDS]:
        rows = rows.filter(
            Q(given_name__icontains=word) | Q(name_prefix__icontains=word) | Q(family_name__icontains=word)
        )
    members = list(rows.order_by("sort_name", "pk")[:MOST_FOUND])
    current = Affiliation.objects.current(timezone.localdate(at)).filter(member__in=members)
    schools: dict[int, list[str]] = {}
    for affiliation in current.select_related("institution").order_by("pk"):
        schools.setdefault(affiliation.member_id, []).append(affiliation.institution.name)
    return [(each.key, " · ".join([str(each), *dict.fromkeys(schools.get(each.pk, []))])) for each in members]
