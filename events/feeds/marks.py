"""A mark per date that changes whenever its event in a calendar would: one text, put together by the database."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.query import QuerySet
from django.utils import timezone

from events.meetups.models import Meetup, Occurrence
from network.models import Theme

# Raise it when the writer writes something else of the same date: every feed is then read anew.
FORMAT = 2
SEPARATOR = "\x1f"
# What stands in an event, by where it stands, each beginning with when it changed. What a page says changes by
# publishing only; the rest of a date is in `changed_at`.
_OF_DATE = ("changed_at", "uid", "state", "sequence", "institution__name", "institution__label")
_OF_MEETUP = (
    "page__last_published_at",
    "page__title",
    "page__url_path",
    "kind",
    "signup_url",
    "institution__name",
    "institution__label",
)


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


@dataclass(frozen=True, slots=True)
class Marked:
    """The dates of a feed without their events.

    Attributes:
        rows: Primary keys and marks, in order.
        moments: When each of them, and each page, changed, as the database writes it; some of them empty.
    """

    rows: list[tuple[int, str]]
    moments: set[str]


def marks_of(dates: QuerySet[Occurrence], meetups: QuerySet[Meetup], *, is_narrow: bool) -> Marked:
    """Give the dates of these meetups with their marks, in order and in two queries.

    Apart, because a database that joins a page to each of a thousand dates takes three times as long; put together
    here, because an expression per column costs more than the rows.

    Parameters:
        dates: Any, in order.
        meetups: Which of them count; `dates` need not look at the page.
        is_narrow: Whether most dates are of other meetups, so that the database should leave those out.
    """
    of_meetup, moments = {}, set()
    for pk, published_at, *columns in meetups.order_by().values_list("pk", *_columns(_OF_MEETUP)):
        of_meetup[pk] = SEPARATOR.join([published_at or "", *(str(column or "") for column in columns)])
        moments.add(published_at)
    if is_narrow:
        dates = dates.filter(meetup__in=list(of_meetup))
    rows = []
    found = dates.values_list("pk", "meetup_id", *_columns(_OF_DATE))
    for pk, meetup, changed_at, uid, state, sequence, school, label in found:
        if meetup in of_meetup:
            # One text by hand: this runs for every date of the agenda after each change.
            where = f"{school} {label}" if school else ""
            rows.append((pk, f"{changed_at}\x1f{uid}\x1f{state}\x1f{sequence}\x1f{where}\x1f{of_meetup[meetup]}"))
            moments.add(changed_at)
    return Marked(rows, {moment for moment in moments if moment})


def _columns(names: tuple[str, ...]) -> list[str | Cast]:
    """Give columns for values_list, the first one, a moment, as the database writes it: a broken one is no error."""
    return [Cast(names[0], TextField()), *names[1:]]


def names_mark() -> str:
    """Give a mark of what events carry and what changes without their dates: names of themes, and who publishes."""
    publisher = (settings.WAGTAILADMIN_BASE_URL, settings.WAGTAIL_SITE_NAME, settings.DEFAULT_FROM_EMAIL)
    names = repr((FORMAT, publisher, list(Theme.objects.order_by("pk").values_list("pk", "name"))))
    return hashlib.sha256(names.encode()).hexdigest()[:16]


def last_change(moments: Iterable[str], *, at: datetime) -> datetime:
    """Give the last of these moments; the window of a feed moves once a month, too.

    Parameters:
        moments: From `marks_of`.
        at: Now.
    """
    month = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    # Both databases write moments in UTC, in an order that is that of the letters.
    for text in sorted(moments, reverse=True):
        try:
            return max(month, datetime.fromisoformat(text).replace(tzinfo=UTC))
        except ValueError:
            continue  # a broken row; its event is left out
    return month
