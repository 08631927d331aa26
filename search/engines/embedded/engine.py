"""Searches the full-text tables of the database at hand."""

from collections.abc import Sequence
from types import ModuleType

from django.db import connections, router

from search.dutch.query import ParsedQuery
from search.engines.embedded import fts5, tsvector
from search.engines.embedded.statements import FACET_VALUES, conditions_of, page_statement, visible
from search.engines.interface import FACETS, EngineHit, Filters, Results, Sort, Span
from search.index.models import Entry


class EmbeddedEngine:
    """The engine that needs no server."""

    name = "embedded"

    def search(
        self,
        query: ParsedQuery,
        *,
        slices: Sequence[str],
        filters: Filters,
        page: int,
        page_size: int,
        sort: Sort,
        spans: Sequence[Span] = (),
    ) -> Results:
        """Find entries, in one statement."""
        if not query.terms:
            return Results()
        connection, dialect = self._database()
        statement = page_statement(
            dialect.matched(query),
            slices=slices,
            filters=filters,
            page=page,
            page_size=page_size,
            sort=sort,
            spans=spans,
            moment=connection.ops.adapt_datetimefield_value,
        )
        with connection.cursor() as cursor:
            cursor.execute(*statement)
            rows = cursor.fetchall()
        hits = sorted((row for row in rows if row[0] == "hit"), key=lambda row: row[5])
        kinds = [row for row in rows if row[0] == "kind"]
        counted: dict[str, list] = {name: [] for name in FACETS}
        counted["soort"] += ((row[2], row[3]) for row in kinds if row[3])
        for row in rows:
            if row[0] == "facet":
                counted[row[1]].append((row[2], row[3]))
        facets = {
            name: tuple(sorted(values, key=lambda found: (-found[1], found[0]))[:FACET_VALUES])
            for name, values in counted.items()
        }
        return Results(
            hits=tuple(EngineHit(entry_id=row[3], score=float(row[4])) for row in hits),
            total=sum(int(row[4]) for row in kinds),
            unfiltered_total=sum(row[5] for row in kinds),
            facets=facets,
        )

    def suggest(self, words: Sequence[str], *, slices: Sequence[str], limit: int, kind: str = "") -> tuple[int, ...]:
        """Find entries by the words of their title."""
        if not words:
            return ()
        connection, dialect = self._database()
        matched, params = dialect.titles(words)
        condition, condition_params = visible("e", slices)
        if kind:
            condition, condition_params = f"{condition} AND e.kind = %s", [*condition_params, kind]
        sql = f"""SELECT e.id FROM ({matched}) AS m JOIN search_entry e ON e.id = m.id WHERE {condition}
            ORDER BY m.score * e.boost DESC, e.id LIMIT %s"""  # noqa: S608 (fixed names and placeholders)
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, *condition_params, limit])
            return tuple(row[0] for row in cursor.fetchall())

    def nearest(self, question: bytes, *, slices: Sequence[str], filters: Filters, limit: int) -> tuple[EngineHit, ...]:
        """Find the entries nearest in meaning."""
        # numpy, which only the extra `semantisch` brings.
        from search.engines.embedded.nearest import candidates, holding_statement, nearest_hits  # noqa: PLC0415

        found = candidates(question, slices)
        if not found:
            return ()
        connection, _dialect = self._database()
        narrowed = conditions_of(filters, connection.ops.adapt_datetimefield_value)
        conditions = [visible("e", slices), *narrowed]
        with connection.cursor() as cursor:
            cursor.execute(*holding_statement(list(found), conditions))
            return nearest_hits(found, cursor.fetchall(), limit)

    @staticmethod
    def _database() -> tuple:
        connection = connections[router.db_for_read(Entry)]
        dialect: ModuleType = fts5 if connection.vendor == "sqlite" else tsvector
        return connection, dialect
