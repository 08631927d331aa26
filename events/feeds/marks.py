"""A mark per date that changes whenever its event in a calendar would: one text, put together by the database."""

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.query import QuerySet

from events.meetups.models import Occurrence
from network.models import Theme

# Raise it when the writer writes something else of the same date: every feed is then read anew.
FORMAT = 1
_COLUMNS = (
    "changed_at",
    "sequence",
    "meetup__page__last_published_at",
    "uid",
    "state",
    "meetup__kind",
    "meetup__institution__name",
    "institution__name",
    "meetup__page__title",
    "meetup__page__url_path",
)


class Joined(Func):
    """Columns as one text. Not Concat, whose brackets in brackets are too deep for SQLite."""

    template = "(%(expressions)s)"
    arg_joiner = " || "

    def __init__(self, *names: str) -> None:
        parts = [Coalesce(Cast(F(name), TextField()), Value("")) for name in names]
        between = [part for column in parts for part in (Value("\x1f"), column)]
        super().__init__(*between, output_field=TextField())


def with_mark(rows: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """Give the dates with `mark`. What a page says changes by publishing only, the rest is in `changed_at`."""
    return rows.annotate(mark=Joined(*_COLUMNS))


def names_mark() -> str:
    """Give a mark of the names that events carry and that change without their dates: those of the themes."""
    return repr((FORMAT, list(Theme.objects.order_by("pk").values_list("pk", "name"))))
