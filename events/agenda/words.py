"""Dates, places and seats as sentences."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.agenda.reads import Taken, least_left, read_together
from events.agenda.rules import DateFacts, Seats, SeatsKind, decide_seats, last_day
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import OccurrenceState

# The colour of the words: "wait" and "off" of components/agenda_item.html.
_LOOKS = {SeatsKind.WAITLIST: "wait", SeatsKind.FULL: "wait", SeatsKind.CANCELLED: "off"}


@dataclass(frozen=True)
class SeatWords:
    """What stands beside a date, and how it looks."""

    text: str
    state: str = ""


def seats_of(meetup: Meetup, occurrence: Occurrence, taken: Taken, *, at: datetime) -> Seats:
    """Decide what can be said of the seats of a date; of a series, of the fullest one that is to come.

    Parameters:
        meetup: With its announced `dates`.
        occurrence: One of them.
        taken: From `seats_taken`, with the dates of `read_together`.
        at: Now.
    """
    facts = DateFacts(
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        is_cancelled=occurrence.state == OccurrenceState.CANCELLED,
        admission=meetup.admission,
        opens_at=meetup.opens_at,
        closes_at=meetup.closes_at,
        has_waitlist=meetup.waitlist_limit != 0,
        left=least_left(read_together(meetup, occurrence, at=at), taken),
        is_elsewhere=bool(meetup.signup_url),
    )
    return decide_seats(facts, at=at)


def seat_words(meetup: Meetup, seats: Seats) -> SeatWords:
    """Say it."""
    opens = date_format(timezone.localtime(meetup.opens_at), "j F") if meetup.opens_at else ""
    texts = {
        SeatsKind.OVER: _("was held"),
        SeatsKind.CANCELLED: _("does not go on"),
        SeatsKind.NO_REGISTRATION: _("no registration needed"),
        SeatsKind.ELSEWHERE: _("sign up at %(host)s") % {"host": host_words(meetup.signup_url)},
        SeatsKind.BY_INVITATION: _("fixed group"),
        SeatsKind.OPENS_LATER: _("registration opens on %(day)s") % {"day": opens},
        SeatsKind.CLOSED: _("registration is closed"),
        SeatsKind.PLENTY: _("seats free"),
        SeatsKind.LEFT: ngettext("%(n)d seat left", "%(n)d seats left", seats.left or 0) % {"n": seats.left or 0},
        SeatsKind.WAITLIST: _("full, waitlist open"),
        SeatsKind.FULL: _("full"),
    }
    return SeatWords(texts[seats.kind], _LOOKS.get(seats.kind, ""))


def host_words(address: str) -> str:
    """Give the website of an address as people say it: "rocnoord.nl"."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def when_words(occurrence: Occurrence) -> str:
    """Give the day in full with the times, in Amsterdam: "dinsdag 12 januari 2027, 13.00 tot 16.30 uur"."""
    starts, ends = timezone.localtime(occurrence.starts_at), timezone.localtime(occurrence.ends_at)
    day = date_format(starts, "l j F Y")
    if starts.date() == ends.date():
        return _("%(day)s, %(start)s to %(end)s") % {
            "day": day,
            "start": date_format(starts, "H.i"),
            "end": date_format(ends, "H.i"),
        }
    return _("%(day)s %(start)s to %(last_day)s %(end)s") % {
        "day": day,
        "start": date_format(starts, "H.i"),
        "last_day": date_format(ends, "l j F Y"),
        "end": date_format(ends, "H.i"),
    }


def time_words(occurrence: Occurrence) -> str:
    """Give the times of a date: "13.00–16.30 uur"; of one that ends on another day, "10.00–vr 13.00 uur"."""
    starts, ends = timezone.localtime(occurrence.starts_at), timezone.localtime(occurrence.ends_at)
    last = last_day(starts, ends)
    end = date_format(ends, "H.i") if ends.date() == last else "24.00"
    if last != starts.date():
        end = f"{date_format(last, 'D')} {end}"
    return _("%(start)s–%(end)s") % {"start": date_format(starts, "H.i"), "end": end}


def place_words(meetup: Meetup, occurrence: Occurrence) -> str:
    """Give where it is: the place and the town, or that it is online, or both."""
    school = occurrence.institution or meetup.institution
    place = ", ".join(filter(None, (occurrence.place or str(school or ""), occurrence.city)))
    if occurrence.has_on_site and occurrence.has_online:
        return _("%(place)s, or online") % {"place": place} if place else _("on site or online")
    return _("online") if occurrence.has_online else place
