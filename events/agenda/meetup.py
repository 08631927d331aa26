"""Fills the page of one meetup: when, where, by whom, the programme, and what is there afterwards."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.agenda.parts import parts_of
from events.agenda.reads import seats_taken
from events.agenda.words import SeatWords, place_words, seat_words, seats_of, when_words
from events.meetup_pages.models import MeetupPage
from events.meetups.models import Meetup, Occurrence, Session
from events.meetups.rules import rounds_of
from events.meetups.states import Booking, OccurrenceState
from events.registrations.models import Registration
from events.registrations.series_standing import boxes_of_series
from events.registrations.standing import boxes_of
from network.members.bylines import Byline, byline, cards_for, people_by_id
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.contexts import fills
from search.related.reading import related_things

# Of a long series the first dates; the others fold out.
DATES_SHOWN = 6


@dataclass(frozen=True)
class DateLine:
    """One date of the meetup, as readers see it."""

    key: str
    starts_at: datetime
    when: str
    place: str
    address: str
    seats: SeatWords
    state: str
    reason: str


@dataclass(frozen=True)
class ProgrammeLine:
    """One item of the programme; `notes` say until when, and of a session one signs up for the round and the seats."""

    starts: str
    notes: tuple[str, ...]
    session: Session


def meetups_of(pages: Collection[MeetupPage]) -> dict[int, Meetup]:
    """Give the gathering behind each of many pages, by page, with its announced dates and their sessions."""
    dates = Occurrence.objects.announced().select_related("institution").order_by("starts_at", "pk")
    dates = dates.prefetch_related("sessions")
    rows = Meetup.objects.filter(page__in=[page.pk for page in pages]).select_related("institution__merged_into")
    found = rows.prefetch_related(Prefetch("occurrences", dates, to_attr="dates"))
    return {gathering.page_id: gathering for gathering in found}


def meetup_of(page: MeetupPage) -> Meetup | None:
    """Give the gathering behind a page, as `meetups_of`; None for a page without one."""
    return meetups_of([page]).get(page.pk)


@fills(MeetupPage)
def meetup(page: MeetupPage, request: HttpRequest) -> dict[str, object]:
    """Fill the page of one meetup."""
    viewer, now = viewer_of(request), timezone.now()
    gathering = meetup_of(page)
    people = _people(page, gathering, viewer)
    if gathering is None:
        return {"meetup": None, "dates": [], **people}
    lines = _lines(gathering, now)
    coming = [line for line in lines if line.state == "coming"]
    gathering.page = page
    boxes = boxes_of_series if gathering.booking == Booking.SERIES else boxes_of
    box, other_dates = boxes(gathering, gathering.dates, viewer.member_key, at=now)
    return {
        "registration_box": box,
        "other_dates": other_dates,
        "meetup": gathering,
        "school": gathering.institution,
        "kind": gathering.get_kind_display(),
        "next_date": coming[0] if coming else None,
        "later_dates": coming[1:],
        "cancelled_dates": [line for line in lines if line.state == "cancelled"],
        "dates_ahead": [line for line in lines if line.state == "coming" or line.starts_at > now],
        "first_ahead": f":{DATES_SHOWN}",
        "later_ahead": f"{DATES_SHOWN}:",
        "past_dates": [line for line in lines if line.state == "over"],
        "programme": _programme(gathering, now),
        "parts": parts_of(gathering, viewer, at=now),
        "related": related_things("bijeenkomst", page.pk, viewer),
        **people,
    }


def _lines(gathering: Meetup, now: datetime) -> list[DateLine]:
    taken = seats_taken(date.pk for date in gathering.dates)
    return [
        DateLine(
            key=date.key,
            starts_at=timezone.localtime(date.starts_at),
            when=when_words(date),
            place=place_words(gathering, date),
            address=date.address if date.has_on_site else "",
            seats=seat_words(gathering, seats_of(gathering, date, taken, at=now)),
            state=_state(date, now),
            reason=date.reason,
        )
        for date in gathering.dates
    ]


def _state(date: Occurrence, now: datetime) -> str:
    if date.state == OccurrenceState.CANCELLED:
        return "cancelled"
    return "over" if date.ends_at <= now else "coming"


def _programme(gathering: Meetup, now: datetime) -> list[ProgrammeLine]:
    """Give the programme of the next date, or of the last one when all are over."""
    planned = [date for date in gathering.dates if date.state == OccurrenceState.PLANNED]
    date = next((date for date in planned if date.ends_at > now), planned[-1] if planned else None)
    if date is None:
        return []
    sessions = list(date.sessions.all())
    notes = _choice_notes([session for session in sessions if session.is_chosen], is_over=date.ends_at <= now)
    return [
        ProgrammeLine(
            starts=date_format(timezone.localtime(session.starts_at), "H.i"),
            notes=tuple(filter(None, (session.speaker, session.room, *notes.get(session.pk, ())))),
            session=session,
        )
        for session in sessions
    ]


def _choice_notes(chosen: list[Session], *, is_over: bool) -> dict[int, tuple[str, ...]]:
    """Say of each session that people choose until when it is, its round, and what is free; one query."""
    if not chosen:
        return {}
    seated = Registration.objects.seated().filter(sessions__in=[session.pk for session in chosen]).order_by()
    taken = dict(seated.values_list("sessions").annotate(number=Count("pk")))
    notes = {}
    for number, one in enumerate(rounds_of(chosen), start=1):
        for session in (chosen[position] for position in one.positions):
            until = _("until %(time)s") % {"time": date_format(timezone.localtime(session.ends_at), "H.i")}
            words = () if is_over else (_session_seats(session, taken.get(session.pk, 0)),)
            notes[session.pk] = (until, _("round %(n)d") % {"n": number}, *words)
    return notes


def _session_seats(session: Session, taken: int) -> str:
    if session.seats is None:
        return ""
    left = max(session.seats - taken, 0)
    return ngettext("%(n)d seat left", "%(n)d seats left", left) % {"n": left} if left else _("full")


def _people(page: MeetupPage, gathering: Meetup | None, viewer: Viewer) -> dict[str, object]:
    today = timezone.localdate()
    speakers = list(page.speakers.all())
    organisers = list(gathering.organiser_rows.values_list("member_id", flat=True)) if gathering else []
    people = people_by_id([page.contact_id, *organisers, *(speaker.member_id for speaker in speakers)])
    contact = people.get(page.contact_id) or next((people[pk] for pk in organisers if pk in people), None)
    lines: list[tuple[Byline, str]] = [
        (byline(viewer, member=people.get(row.member_id), name=row.name, is_named=True, on=today), row.role)
        for row in speakers
        # A member who speaks is named to who may see that member; a typed name is for everyone.
        if row.name or (row.member_id in people and cards_for(viewer, [people[row.member_id]], on=today))
    ]
    return {"speakers": lines, "people": cards_for(viewer, [contact], on=today)}
