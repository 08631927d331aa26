"""The embedded engine over what is new: what was published, or came into the index, within a span of time."""

from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper

from search.dutch.query import ParsedQuery
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.embedded.statements import Statement


@dataclass(frozen=True, slots=True)
class _FreshOnly:
    """Narrows what a dialect finds to entries of the span."""

    dialect: ModuleType
    connection: BaseDatabaseWrapper
    since: datetime
    until: datetime

    def matched(self, query: ParsedQuery) -> Statement:
        """Build the SELECT of (id, score) for a question, of new entries only."""
        sql, params = self.dialect.matched(query)
        span = [self.connection.ops.adapt_datetimefield_value(moment) for moment in (self.since, self.until)]
        return (
            f"SELECT any_age.id, any_age.score FROM ({sql}) AS any_age "  # noqa: S608 (fixed names and placeholders)
            "CROSS JOIN search_entry fresh WHERE fresh.id = any_age.id AND ("
            "(fresh.published_at > %s AND fresh.published_at <= %s) "
            "OR (fresh.indexed_at > %s AND fresh.indexed_at <= %s))",
            [*params, *span, *span],
        )


class FreshEntries(EmbeddedEngine):
    """Finds as the embedded engine does, in what is new after `since` and up to `until`.

    A mere edit makes nothing new. Not for outside engines: what came in when is known here, at once and for certain.
    """

    name = "embedded, new only"

    def __init__(self, *, since: datetime, until: datetime) -> None:
        self._since, self._until = since, until

    def _database(self) -> tuple:
        connection, dialect = super()._database()
        return connection, _FreshOnly(dialect, connection, self._since, self._until)
