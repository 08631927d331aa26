"""Decisions of the results page on plain values."""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from math import ceil

from search.dutch.query import ParsedQuery
from search.engines.interface import Span

PAGE_SIZE = 10
LAST_PAGE = 100
# So many themes stand with a result.
MOST_THEMES_SHOWN = 4
# So many values of a filter stand open; the others fold out.
FACET_SHOWN = 8
MOST_SUGGESTIONS = 8
# Of these so many may be people and themes; texts take the rest.
MOST_PEOPLE, MOST_THEMES = 3, 2
# So many words like those of a question are offered when it finds nothing.
MOST_NEAR = 4
# So many titles are looked at, to fill the groups from.
LOOKED_AT = 24
SHORTEST_SUGGESTION = 2
# With so few results another spelling may have been meant, which is offered when it finds as many times more.
FEW = 3

COMING, THIS_WEEK, THIS_MONTH, PAST = "komend", "week", "maand", "geweest"
MONTHS_AHEAD = 11
_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])", re.ASCII)

# With fewer results than this, those that hold part of the words are shown below them.
TOO_LITTLE = 5

STAGE_NOTICE = "stage"

# A student's internship, which the portal has none of, and what people write around it.
_INTERNSHIP = frozenset({"bpv", "stage", "stages", "stageplaats", "stageplaatsen", "stageplek", "stageplekken"})
_AROUND = frozenset(
    {"een", "hoe", "ik", "leerbedrijf", "lopen", "mijn", "plek", "student", "vind", "vinden", "voor", "zoek", "zoeken"}
)


def notice_for(question: str) -> str | None:
    """Say which notice belongs to a question, if any (DOMAIN 8: student internships are found elsewhere).

    "stage lopen" may be a student's; "stage bij de servicedesk" is about something else as well, and gets none.
    """
    words = set(question.lower().split())
    return STAGE_NOTICE if words & _INTERNSHIP and words <= _INTERNSHIP | _AROUND else None


def finds_too_little(query: ParsedQuery, total: int) -> bool:
    """Say whether texts with only part of the words are shown too.

    A whole sentence holds words that no text needs to have ("wat kost het als een coach invalt"), so what happens to
    have them all is seldom what was meant. Two words are both meant as long as anything has both, unless one is a
    month.
    """
    if not query.can_relax or total >= TOO_LITTLE:
        return False
    return not total or len(query.terms) != 2 or any(term.is_month for term in query.terms)


def pages_for(total: int) -> int:
    """Give how many pages of ten `total` results fill; at least one, at most a hundred."""
    return min(LAST_PAGE, max(1, ceil(total / PAGE_SIZE)))


@lru_cache(maxsize=8)
def spans_at(today: date, zone: tzinfo) -> tuple[Span, ...]:
    """Give the stretches of time that results are counted in, in the order in which they are shown.

    A day counts as coming until it is over. The week ends on Sunday, and week and month begin today: what was is
    found under "geweest".

    Parameters:
        today: The local day.
        zone: The zone in which days begin.
    """
    end_of_week = today + timedelta(days=7 - today.weekday())
    following = _months_on(today, 1)
    months = [_months_on(today, number) for number in range(1, MONTHS_AHEAD + 1)]
    return (
        _span(COMING, today, date(9998, 1, 1), zone),
        _span(THIS_WEEK, today, end_of_week, zone),
        _span(THIS_MONTH, today, following, zone),
        *(_span(f"{month:%Y-%m}", month, _months_on(month, 1), zone) for month in months),
        _span(PAST, date(1970, 1, 1), today, zone),
    )


def span_of(value: str, today: date, zone: tzinfo) -> Span | None:
    """Give the stretch of time that an address names, of the list or any other month; None when it can't be read."""
    for span in spans_at(today, zone):
        if span.value == value:
            return span
    month = _MONTH.fullmatch(value)
    if month is None:
        return None
    first = date(int(month[1]), int(month[2]), 1)
    return _span(value, first, _months_on(first, 1), zone)


def _span(value: str, first: date, until: date, zone: tzinfo) -> Span:
    since, end = (datetime.combine(day, time(), tzinfo=zone) for day in (first, until))
    return Span(value, since, end)


def _months_on(day: date, number: int) -> date:
    months = day.year * 12 + day.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)
