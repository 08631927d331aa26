"""Questions about a member whose SQL is written once: which subjects have anything at all for `/mijn/`, and who looks.

Django puts a queryset together anew each time, which takes ten times as long as the database needs to answer that there
is nothing. So a subject gives its condition once over marks that stand for the member and the moment; the SQL of all
subjects together is written once per process, and per request only the values are filled in. Nothing about a person
is kept.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BigIntegerField, CharField, DateField, DateTimeField, Expression, QuerySet
from django.utils import timezone


class Mark(Expression):
    """Stands in a queryset for a value that is known per request; a moment or day may be shifted, as in `at - HOUR`."""

    def __init__(self, name: str, output_field: Any, shift: timedelta = timedelta()) -> None:
        super().__init__(output_field=output_field)
        self.name, self.shift = name, shift

    def __add__(self, shift: timedelta) -> "Mark":
        return Mark(self.name, self.output_field, self.shift + shift)

    def __sub__(self, shift: timedelta) -> "Mark":
        return self + -shift

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Give a parameter that is this mark itself."""
        return "%s", (self,)

    def value(self, asked: "Asked", connection: Any) -> Any:
        """Give what the database is given in its place."""
        value = getattr(asked, self.name)
        if isinstance(self.output_field, DateTimeField):
            return connection.ops.adapt_datetimefield_value(value + self.shift)
        if isinstance(self.output_field, DateField):
            return connection.ops.adapt_datefield_value(value + self.shift)
        return value


@dataclass(frozen=True, slots=True)
class Asked:
    """About whom and when is asked: values, or the marks that stand for them. `today` is the day of `at` here."""

    member_id: Any
    member_key: Any
    at: Any
    today: Any

    @classmethod
    def of(cls, member: Any, at: datetime) -> "Asked":
        """Give the values for this member at this moment."""
        return cls(member.pk, member.key, at, timezone.localdate(at))


MARKS = Asked(
    member_id=Mark("member_id", BigIntegerField()),
    member_key=Mark("member_key", CharField()),
    at=Mark("at", DateTimeField()),
    today=Mark("today", DateField()),
)


class Glanced(Protocol):
    """Knows beforehand that it has nothing for a member."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the rows without which there is nothing, as querysets; one row in one of them is enough to be asked.

        Parameters:
            asked: Marks here; the subject reads its rows with the same conditions over values (`Asked.of`). They go
                into filters as they are, shifted at most; nothing of Python decides on them.
        """


Source = TypeVar("Source")


def with_anything(sources: Sequence[Source], asked: Asked) -> list[Source]:
    """Give the sources that may have something for this member, in their order, in one query for all of them.

    Parameters:
        sources: Those without a `glance` are given back unasked.
        asked: The values to ask about.
    """
    glanced = tuple(source for source in sources if hasattr(source, "glance"))
    if not glanced:
        return list(sources)
    connection = connections[DEFAULT_DB_ALIAS]
    sql, params = _question(glanced, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [each.value(asked, connection) if isinstance(each, Mark) else each for each in params])
        answers = dict(zip(map(id, glanced), cursor.fetchone(), strict=True))
    return [source for source in sources if answers.get(id(source), True)]


@lru_cache(maxsize=16)
def _question(glanced: tuple[Glanced, ...], vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Write the query of these sources, with a column for each of them, and its parameters."""
    columns, params = [], []
    for source in glanced:
        parts = []
        for rows in source.glance(MARKS):
            try:
                sql, given = rows.query.exists().get_compiler(DEFAULT_DB_ALIAS).as_sql()
            except EmptyResultSet:
                continue
            parts.append(f"EXISTS({sql})")
            params += given
        columns.append(f"({' OR '.join(parts)})" if parts else "(1 = 0)")
    return f"SELECT {', '.join(columns)}", tuple(params)


def rows_about(question: Callable[[Asked], QuerySet], asked: Asked) -> list[tuple[Any, ...]]:
    """Give the rows of a question that each page of a member asks; Django puts it together once per process.

    Parameters:
        question: A function of a module that gives a `values_list` over marks; of texts and whole numbers only, as they
            come back the way the database gives them.
        asked: The values to ask about.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    sql, params = _written(question, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [each.value(asked, connection) if isinstance(each, Mark) else each for each in params])
        return cursor.fetchall()


@lru_cache(maxsize=16)
def _written(question: Callable[[Asked], QuerySet], vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Write the query of one question, and its parameters."""
    sql, params = question(MARKS).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
    return sql, tuple(params)
