"""The people of a date: the list with filters, the waitlist, what people need, and the list as a file."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.desk.exports import header_of, rows_of
from events.desk.people import (
    LONGEST_NAME,
    facets_of,
    lines_of,
    name_of,
    needs_of,
    people_of,
    related,
    school_of,
    with_name,
)
from events.desk.rules import shows_names
from events.desk.views.access import for_date, while_named
from events.meetups.forms import when_text
from events.meetups.listeners import People, people_at
from events.meetups.models import Occurrence
from events.meetups.states import Admission, OccurrenceState
from events.registrations.models import MeetupQuestion, Registration
from events.registrations.states import RegistrationState
from portal.shared.exports.downloads import note_download
from portal.shared.exports.responses import csv_response, xlsx_response
from portal.shared.lists.facets import Filtered, filtered
from portal.shared.lists.paging import CountedPaginator

PER_PAGE = 25
NAME = "naam"


@for_date
@require_safe
def people(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Show everybody of a date, filtered as the address asks; half a year after, only how many there were."""
    now = timezone.now()
    context = {**about(date), "people": people_at([date.pk])[date.pk]}
    if not shows_names(ends_at=date.ends_at, at=now):
        return render(request, "events/desk/numbers.html", context)
    asked = _asked(request)
    result = _found(request, date)
    page_obj = CountedPaginator(related(result.rows), result.total, per_page=PER_PAGE).get_page(
        request.GET.get("pagina")
    )
    takes_people = date.meetup.admission != Admission.NONE
    lines = lines_of(page_obj.object_list, date, reader=request.user, at=now)
    query = urlencode({**result.active, **({NAME: asked} if asked else {})})
    context |= {
        "asked": asked,
        "total": result.total,
        "facet_groups": result.groups,
        "chips": result.chips,
        "active": result.active,
        "active_count": result.active_count,
        "clear_url": request.path,
        "page_obj": page_obj,
        "lines": lines,
        "asking": [line for line in lines if line.may_choose],
        "others": [line for line in lines if not line.may_choose],
        "query": query,
        "needs": needs_of(date, at=now).count(),
        "may_add": date.state == OccurrenceState.PLANNED and now < date.starts_at and takes_people,
        "takes_people": takes_people,
        "is_over": now >= date.ends_at and date.state == OccurrenceState.PLANNED,
        "seats": _seats(date, context["people"]),
    }
    return render(request, "events/desk/people.html", context)


@while_named
@require_safe
def waitlist(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Show offers with their deadline, then who waits in order, with what keeps each of them there."""
    now = timezone.now()
    holds_place = Q(state=RegistrationState.HELD, queued_at__isnull=False)
    rows = Registration.objects.filter(occurrence=date, erased_at=None)
    offered = related(rows.filter(state=RegistrationState.OFFERED).order_by("hold_ends_at", "pk"))
    waiting = rows.filter(Q(state=RegistrationState.WAITLISTED) | holds_place).order_by("queued_at", "pk")
    page_obj = Paginator(related(waiting), PER_PAGE).get_page(request.GET.get("pagina"))
    lines = lines_of([*offered, *page_obj.object_list], date, reader=request.user, at=now)
    context = {
        **about(date),
        "offers": [line for line in lines if line.row.state == RegistrationState.OFFERED],
        "lines": [line for line in lines if line.row.state != RegistrationState.OFFERED],
        "page_obj": page_obj,
        "may_change": now < date.starts_at and date.state == OccurrenceState.PLANNED,
    }
    return render(request, "events/desk/waitlist.html", context)


@while_named
@require_safe
def needs(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Show what people need to take part, until two weeks after."""
    rows = [
        {"name": name_of(need.registration), "school": school_of(need.registration), "text": need.text}
        for need in needs_of(date, at=timezone.now())
    ]
    return render(request, "events/desk/needs.html", {**about(date), "rows": rows})


@while_named
@require_safe
def as_csv(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Give the list, filtered as the address asks, as CSV."""
    return _download(request, date, csv_response)


@while_named
@require_safe
def as_xlsx(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Give the list, filtered as the address asks, as a sheet."""
    return _download(request, date, xlsx_response)


def about(date: Occurrence) -> dict[str, object]:
    """Give what every page of the desk says of its date."""
    return {"meetup": date.meetup, "date": date, "when": when_text(date)}


def _asked(request: HttpRequest) -> str:
    return request.GET.get(NAME, "").replace("\x00", "").strip()[:LONGEST_NAME]


def _found(request: HttpRequest, date: Occurrence) -> Filtered:
    rows: QuerySet[Registration] = with_name(people_of(date), _asked(request))
    query = {**request.GET.dict(), NAME: _asked(request)}
    return filtered(rows, facets_of(date, at=timezone.now()), query, kept=(NAME,))


def _download(request: HttpRequest, date: Occurrence, respond: Callable[..., HttpResponse]) -> HttpResponse:
    questions = list(MeetupQuestion.objects.filter(meetup=date.meetup_id))
    rows = rows_of(related(_found(request, date).rows), date, questions, at=timezone.now())
    filename = _("People %(title)s %(day)s") % {
        "title": date.meetup.page.title,
        "day": timezone.localdate(date.starts_at).isoformat(),
    }
    note_download("occurrence", date.key, "csv" if respond is csv_response else "xlsx", asked=request.GET)
    return respond(filename=filename, header=header_of(questions), rows=rows)


def _seats(date: Occurrence, people: People) -> str:
    parts = []
    if date.has_on_site:
        parts.append(_of(_("on site"), people.on_site, date.seats_on_site))
    if date.has_online:
        parts.append(_of(_("online"), people.online, date.seats_online))
    return " · ".join(parts)


def _of(way: str, taken: int, seats: int | None) -> str:
    if seats is None:
        return _("%(way)s: %(taken)d, no limit") % {"way": way, "taken": taken}
    return _("%(way)s: %(taken)d of %(seats)d seats") % {"way": way, "taken": taken, "seats": seats}
