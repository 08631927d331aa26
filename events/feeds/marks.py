"""A mark per date that changes whenever its event in a calendar would: one text, put together by the database."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.query import QuerySet
from django.utils import timezone

from events.meetups.models import Meetup, Occurrence
from network.models import Theme

# Raise it when the writer writes something else of the same date: every feed is then read anew.
FORMAT = 2
SEPARATOR = "\x1f"
# What stands in an event, by where it stands. What a page says changes by publishing only; the rest of a date is in
# `changed_at`.
_OF_DATE = ("changed_at", "uid", "state", "sequence", "institution__name")
_OF_MEETUP = ("page__last_published_at", "page__title", "page__url_path", "kind", "institution__name", "signup_url")
# Where in a mark a moment stands: each part begins with one, behind a separator.
_MOMENTS = (1, 1 + len(_OF_DATE))


class Joined(Func):
    """Columns as one text. Not Concat, whose brackets in brackets are too deep for SQLite."""

    template = "(%(expressions)s)"
    arg_joiner = " || "

    def __init__(self, *names: str) -> None:
        parts = [Coalesce(Cast(F(name), TextField()), Value("")) for name in names]
        between = [part for column in parts for part in (Value(SEPARATOR), column)]
        super().__init__(*between, output_field=TextField())


def with_mark(rows: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """Give the dates with `mark`, for the few of one person."""
    return rows.annotate(mark=Joined(*_OF_DATE, *(f"meetup__{name}" for name in _OF_MEETUP)))


def marks_of(dates: QuerySet[Occurrence], meetups: QuerySet[Meetup]) -> list[tuple[int, str]]:
    """Give the dates of these meetups with their marks, in order and in two queries.

    Apart, because a database that joins a page to each of a thousand dates takes three times as long.

    Parameters:
        dates: Any, in order.
        meetups: Which of them count; `dates` need not look at the page.
    """
    of_meetup = dict(meetups.order_by().values_list("pk", Joined(*_OF_MEETUP)))
    rows = dates.filter(meetup__in=list(of_meetup)).values_list("pk", "meetup_id", Joined(*_OF_DATE))
    return [(pk, f"{mark}{of_meetup[meetup]}") for pk, meetup, mark in rows]


def names_mark() -> str:
    """Give a mark of the names that events carry and that change without their dates: those of the themes."""
    names = repr((FORMAT, list(Theme.objects.order_by("pk").values_list("pk", "name"))))
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def last_change(marks: Iterable[str], *, at: datetime) -> datetime:
    """Give the last moment that stands first in one of these marks; the window of a feed moves once a month, too.

    Parameters:
        marks: From this module: a date's begins with when it changed, and the meetup's part with when its page did.
        at: Now.
    """
    moments = {text for mark in marks for text in (mark.split(SEPARATOR)[place] for place in _MOMENTS) if text}
    month = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    # Both databases write moments in UTC, in an order that is that of the letters.
    for text in sorted(moments, reverse=True):
        try:
            return max(month, datetime.fromisoformat(text).replace(tzinfo=UTC))
        except ValueError:
            continue  # a broken row; its event is left out
    return month
