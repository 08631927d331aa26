"""One month of the agenda: a table of weeks, with every date on its day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from events.agenda.reads import listed_dates
from events.agenda.rules import days_between, last_day, next_month, weeks_of
from events.agenda.words import time_words
from events.meetups.models import Meetup
from events.meetups.states import OccurrenceState
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses

MONTH = "maand"
_SHOWN = ("starts_at", "ends_at", "state", "meetup__page__title", "meetup__page__url_path")


@dataclass(frozen=True)
class MonthEntry:
    """One date in a day of the table."""

    title: str
    url: str
    times: str
    is_cancelled: bool


@dataclass
class Day:
    """One cell: a day of the month with what happens then, or an empty one of another month."""

    day: date | None
    is_today: bool = False
    entries: list[MonthEntry] = field(default_factory=list)


def month_bounds(first: date) -> tuple[datetime, datetime]:
    """Give the moments a month begins and ends, in Amsterdam."""
    start, end = (timezone.make_aware(datetime.combine(day, time())) for day in (first, next_month(first)))
    return start, end


def month_view(
    rows: QuerySet[Meetup], viewer: Viewer, first: date, *, chosen: dict[str, str], at: datetime
) -> dict[str, object]:
    """Give the table of a month, and the ways to the months beside it.

    Parameters:
        rows: The meetups that the filters leave.
        viewer: Who looks.
        first: The first day of the month.
        chosen: The filters that are on, which the ways keep.
        at: Now.
    """
    start, end = month_bounds(first)
    dates = listed_dates(viewer).filter(meetup__in=rows.order_by().values("pk"), starts_at__lt=end, ends_at__gt=start)
    # A full month has hundreds of dates, and a page some sixty columns.
    dates = dates.select_related("meetup__page").only(*_SHOWN)
    found = list(dates.order_by("starts_at", "pk"))
    with_addresses([occurrence.meetup.page for occurrence in found])
    by_day: dict[date, list[MonthEntry]] = defaultdict(list)
    for occurrence in found:
        entry = MonthEntry(
            title=occurrence.meetup.page.title,
            url=occurrence.meetup.page.url or "",
            times=time_words(occurrence),
            is_cancelled=occurrence.state == OccurrenceState.CANCELLED,
        )
        starts, ends = (timezone.localtime(moment) for moment in (occurrence.starts_at, occurrence.ends_at))
        for day in days_between(starts.date(), last_day(starts, ends)):
            by_day[day].append(entry)
    today = timezone.localdate(at)
    weeks = [
        [Day(day, day == today, by_day.get(day, [])) if day else Day(None) for day in week] for week in weeks_of(first)
    ]
    return {
        "month": first,
        "weeks": weeks,
        "weekdays": [date_format(date(2024, 1, day), "l") for day in range(1, 8)],
        "month_ways": [_way(next_month(first, steps=steps), chosen) for steps in (-1, 1)],
        "found_in_month": len(found),
    }


def _way(first: date, chosen: dict[str, str]) -> dict[str, str]:
    return {"text": date_format(first, "F Y"), "url": f"?{urlencode({**chosen, MONTH: f'{first:%Y-%m}'})}"}
