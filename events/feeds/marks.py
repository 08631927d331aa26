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
from network.models import Institution, Theme

# Raise it when the writer writes something else of the same date: every feed is then read anew.
FORMAT = 3
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
        digest: Of all marks in this order: what is said of a meetup counts once, not once per date.
    """

    rows: list[tuple[int, str]]
    moments: list[str]
    digest: str


def marks_of(dates: QuerySet[Occurrence], meetups: QuerySet[Meetup], *, is_narrow: bool, names: str) -> Marked:
    """Give the dates of these meetups with their marks, in order and in three queries.

    Apart, because a database that joins a page to each of a thousand dates takes three times as long; put together
    here, because an expression per column costs more than the rows. What is done per date is as little as can be: it is
    done for the whole agenda after each change of anything.

    Parameters:
        dates: Any, in order.
        meetups: Which of them count; `dates` need not look at the page.
        is_narrow: Whether most dates are of other meetups, so that the database should leave those out.
        names: From `names_mark`.
    """
    of_meetup, published = {}, []
    if not is_narrow:
        # Of all meetups there ever were, most are over.
        meetups = meetups.filter(pk__in=dates.order_by().values("meetup"))
    for pk, published_at, *columns in meetups.order_by().values_list("pk", *_columns(_OF_MEETUP)):
        of_meetup[pk] = SEPARATOR.join([published_at or "", *(str(column or "") for column in columns), names])
        published.append(published_at)
    if is_narrow:
        dates = dates.filter(meetup__in=list(of_meetup))
    # A date's own uid never changes, so its primary key says the same.
    columns = _columns(("changed_at", "state", "sequence", "institution_id"))
    found = [row for row in dates.values_list("pk", "meetup_id", *columns) if row[1] in of_meetup]
    schools = _schools({row[5] for row in found})
    own = [f"{pk}\x1f{at}\x1f{state}\x1f{sequence}{schools[school]}" for pk, _of, at, state, sequence, school in found]
    meetups_used = sorted({row[1] for row in found})
    whole = "\n".join([*own, *(f"{pk}\x1f{of_meetup[pk]}" for pk in meetups_used)])
    return Marked(
        rows=[(row[0], f"{mark}\x1f{of_meetup[row[1]]}") for row, mark in zip(found, own, strict=True)],
        moments=[row[2] for row in found] + [moment for moment in published if moment],
        digest=hashlib.blake2b(whole.encode(), digest_size=20).hexdigest(),
    )


def _schools(pks: set[int | None]) -> dict[int | None, str]:
    """Give the names of the schools that dates have of their own, ready to stand in a mark."""
    named = pks - {None}
    rows = Institution.objects.filter(pk__in=named).order_by().values_list("pk", "name", "label") if named else ()
    return {None: "", **{pk: f"\x1f{name} {label}" for pk, name, label in rows}}


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
    left = list(moments)
    while left:
        last = max(left)
        try:
            return max(month, datetime.fromisoformat(last).replace(tzinfo=UTC))
        except ValueError:
            left = [moment for moment in left if moment < last]  # a broken row; its event is left out
    return month
