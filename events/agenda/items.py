"""One line of the agenda: a meetup with its next date, or one date, with place and seats in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext

from events.agenda.reads import read_together, seats_taken
from events.agenda.rules import distance_km
from events.agenda.words import SeatWords, place_words, seat_words, seats_of, time_words
from events.meetups.models import Meetup, Occurrence
from events.meetups.states import OccurrenceState
from network.models import Institution
from portal.shared.pages.addresses import with_addresses


@dataclass(frozen=True)
class AgendaItem:
    """The variables of components/agenda_item.html."""

    day: datetime
    title: str
    url: str
    meta: str
    seats: str
    state: str


def with_dates(meetups: QuerySet[Meetup]) -> list[Meetup]:
    """Fetch page, school and announced dates of these meetups, in a fixed number of queries, keeping their order.

    Only their keys are asked for first: what else a list can be filtered by would be worked out for every row of it.
    """
    keys = list(meetups.values_list("pk", flat=True))
    found = {row.pk: row for row in read_with_dates(Meetup.objects.filter(pk__in=keys))}
    return [found[pk] for pk in keys]


def read_with_dates(rows: QuerySet[Meetup]) -> list[Meetup]:
    """Read meetups with page, school and announced dates, in two queries.

    Parameters:
        rows: Already cut to what is shown.
    """
    dates = Occurrence.objects.announced().select_related("institution").order_by("starts_at", "pk")
    found = rows.select_related("page", "institution").prefetch_related(Prefetch("occurrences", dates, to_attr="dates"))
    with_addresses([meetup.page for meetup in found])
    return list(found)


def shown_date(meetup: Meetup, *, at: datetime) -> Occurrence:
    """Give the date a meetup stands under: the next one, if it can one that goes on; the last when all are past."""
    coming = [date for date in meetup.dates if date.ends_at > at]
    return next(iter(_going_on(coming) or coming), meetup.dates[-1])


def _going_on(dates: Iterable[Occurrence]) -> list[Occurrence]:
    return [date for date in dates if date.state == OccurrenceState.PLANNED]


def items_of(meetups: Sequence[Meetup], *, at: datetime, near: Institution | None = None) -> list[AgendaItem]:
    """Give a line per meetup, under its next date.

    Parameters:
        meetups: From `with_dates`.
        at: Now.
        near: The reader's own school; the distance to it stands beside the place.
    """
    dates = [shown_date(meetup, at=at) for meetup in meetups]
    together = (read_together(meetup, date, at=at) for meetup, date in zip(meetups, dates, strict=True))
    taken = seats_taken(date.pk for row in together for date in row)
    items = []
    for meetup, occurrence in zip(meetups, dates, strict=True):
        more = sum(date.ends_at > at and date != occurrence for date in _going_on(meetup.dates))
        parts = [
            meetup.get_kind_display(),
            f"{date_format(timezone.localtime(occurrence.starts_at), 'D')} {time_words(occurrence)}",
            place_words(meetup, occurrence),
            _distance(meetup, near),
            ngettext("and %(n)d more date", "and %(n)d more dates", more) % {"n": more} if more > 0 else "",
        ]
        words = seat_words(meetup, seats_of(meetup, occurrence, taken, at=at))
        items.append(_item(meetup, occurrence, parts, words))
    return items


def _item(meetup: Meetup, occurrence: Occurrence, parts: list[str], words: SeatWords) -> AgendaItem:
    return AgendaItem(
        day=timezone.localtime(occurrence.starts_at),
        title=meetup.page.title,
        url=meetup.page.url or "",
        meta=" · ".join(filter(None, parts)),
        seats=words.text,
        state=words.state,
    )


def _distance(meetup: Meetup, near: Institution | None) -> str:
    if near is None or meetup.institution is None:
        return ""
    here, there = _point(near), _point(meetup.institution)
    if not here or not there:
        return ""
    kilometres = round(distance_km(here, there))
    return ngettext("%(n)d km from your school", "%(n)d km from your school", kilometres) % {"n": kilometres}


def _point(school: Institution) -> tuple[float, float] | None:
    if school.latitude is None or school.longitude is None:
        return None
    return school.latitude, school.longitude
