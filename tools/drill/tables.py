"""What a database holds and how its tables are made, on PostgreSQL and on SQLite, so that two can be compared."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

import psycopg
from psycopg import sql

# Tables that the full-text index of SQLite keeps for itself; what is in them follows from the entries.
_OF_THE_INDEX = re.compile(r"_(data|idx|content|docsize|config)$")
_KEYS = """
    SELECT c.relname, coalesce(array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attname IS NOT NULL), '{}')
    FROM pg_class c LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname
"""
_COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
           coalesce(pg_get_expr(d.adbin, d.adrelid), nullif(a.attidentity::text, ''), '')
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""
_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
_INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"

Rows = dict[str, dict[str, object]]


@dataclass(frozen=True)
class Column:
    """How a column is made; `default`: what the database writes when nobody says anything, empty for nothing."""

    kind: str
    is_required: bool
    default: str


@dataclass(frozen=True)
class Schema:
    """How tables are made.

    Parameters:
        columns: By table and name.
        rest: Constraints and indexes, each as one line that begins with its table.
    """

    columns: Mapping[tuple[str, str], Column]
    rest: frozenset[str]

    @property
    def tables(self) -> set[str]:
        return {table for table, _name in self.columns}


def is_sqlite(address: str) -> bool:
    """Say which of the two databases an address names."""
    return address.startswith("sqlite:")


def sqlite_file(address: str) -> str:
    """Give the path in an address of a SQLite database."""
    return address.removeprefix("sqlite:///")


def read_rows(address: str) -> dict[str, Rows]:
    """Give every row of every table by table and key; a table without a key is keyed by its rows.

    Returns:
        Values as they stand in JSON, so that two databases of one kind can be compared.
    """
    return dict(_sqlite_rows(address) if is_sqlite(address) else _postgres_rows(address))


def _postgres_rows(address: str) -> Iterator[tuple[str, Rows]]:
    with psycopg.connect(address) as connection:
        for table, keys in connection.execute(_KEYS).fetchall():
            found = connection.execute(sql.SQL("SELECT to_jsonb(t) FROM {} t").format(sql.Identifier(table)))
            yield table, _by_key((row for (row,) in found), keys)


def _sqlite_rows(address: str) -> Iterator[tuple[str, Rows]]:
    with closing(sqlite3.connect(sqlite_file(address))) as connection:
        connection.row_factory = sqlite3.Row
        for table in _sqlite_tables(connection):
            keys = [each["name"] for each in connection.execute(f'PRAGMA table_info("{table}")') if each["pk"]]
            found = (dict(row) for row in connection.execute(f'SELECT * FROM "{table}"'))
            yield table, _by_key(found, keys)


def _sqlite_tables(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    virtual = {name for name, made in found if made.upper().startswith("CREATE VIRTUAL")}
    return [
        name
        for name, _made in found
        if name not in virtual and not name.startswith("sqlite_") and _OF_THE_INDEX.sub("", name) not in virtual
    ]


def _by_key(rows: Iterator[dict], keys: list[str]) -> Rows:
    return {json.dumps([row[key] for key in keys] if keys else row, default=str): row for row in rows}


def schema_of(address: str) -> Schema:
    """Read how every table is made."""
    return _sqlite_schema(address) if is_sqlite(address) else _postgres_schema(address)


def _postgres_schema(address: str) -> Schema:
    with psycopg.connect(address) as connection:
        columns = {
            (table, name): Column(kind, required, default)
            for table, name, kind, required, default in connection.execute(_COLUMNS)
        }
        rest = {_plain(" | ".join(row)) for query in (_CONSTRAINTS, _INDEXES) for row in connection.execute(query)}
    return Schema(columns, frozenset(rest))


def _plain(line: str) -> str:
    """Leave out the casts of words to text, which PostgreSQL writes otherwise once a dump was read in."""
    line = re.sub(r"::(text|character varying)(\[\])?", "", line)
    line = re.sub(r"\(('[^']*')\)", r"\1", line)
    return re.sub(r"\(\((ARRAY\[[^\]]*\])\)\)", r"(\1)", line)


def _sqlite_schema(address: str) -> Schema:
    columns, rest = {}, set()
    with closing(sqlite3.connect(sqlite_file(address))) as connection:
        for table in _sqlite_tables(connection):
            for _n, name, kind, required, default, _key in connection.execute(f'PRAGMA table_info("{table}")'):
                columns[table, name] = Column(kind, bool(required), str(default or ""))
            made = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [table])
            rest |= {f"{table} | {part}" for part in _parts(made.fetchone()[0])}
        for table, made in connection.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index'"):
            rest |= {f"{table} | {made}"} if made else set()
    return Schema(columns, frozenset(rest))


def _parts(made: str) -> set[str]:
    """Take a CREATE TABLE apart at its outer commas: a table that was made anew has the same parts in another order."""
    body, depth, quote, start, parts = made[made.index("(") + 1 : made.rindex(")")], 0, "", 0, set()
    for place, sign in enumerate(body):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "," and not depth:
            parts.add(" ".join(body[start:place].split()))
            start = place + 1
        else:
            depth += (sign == "(") - (sign == ")")
    return parts | {" ".join(body[start:].split())}


def differences(left: Schema, right: Schema) -> list[str]:
    """Say in lines how two databases are made differently; empty when they are the same."""
    lines = [
        f"{table}.{name}: {left.columns.get((table, name))} / {right.columns.get((table, name))}"
        for table, name in sorted({*left.columns, *right.columns})
        if left.columns.get((table, name)) != right.columns.get((table, name))
    ]
    return [*lines, *(f"only left: {line}" for line in left.rest - right.rest)] + [
        f"only right: {line}" for line in right.rest - left.rest
    ]


@dataclass(frozen=True)
class Change:
    """How the rows of one table differ between two databases: numbers of rows, and the columns that differ."""

    table: str
    gone: int
    new: int
    changed: int
    columns: frozenset[str]

    def __str__(self) -> str:
        return (
            f"{self.table}: {self.gone} gone, {self.new} new, {self.changed} changed"
            f" ({', '.join(sorted(self.columns)) or '-'})"
        )


def changes(before: Mapping[str, Rows], after: Mapping[str, Rows]) -> dict[str, Change]:
    """Give per table how the rows differ, in the columns that both have; tables without a difference are left out."""
    found = {}
    for table in sorted({*before, *after}):
        old, new = before.get(table, {}), after.get(table, {})
        both = old.keys() & new.keys()
        columns = {key: _changed_columns(old[key], new[key]) for key in both}
        change = Change(
            table,
            gone=len(old.keys() - new.keys()),
            new=len(new.keys() - old.keys()),
            changed=sum(map(bool, columns.values())),
            columns=frozenset().union(*columns.values()),
        )
        if change.gone or change.new or change.changed:
            found[table] = change
    return found


def _changed_columns(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    return {name for name in old.keys() & new.keys() if old[name] != new[name]}


def narrowing(old: Schema, new: Schema) -> list[str]:
    """Say what a migrated database no longer lets older code do, which knows nothing of what is new.

    Returns:
        A line for each new column that a row must have and the database doesn't fill in, each column that has to be
        given since, and each table or column that is gone; empty when old code can go on.
    """
    lines = [f"{table}.{name} is gone" for table, name in sorted(old.columns.keys() - new.columns.keys())]
    for (table, name), column in sorted(new.columns.items()):
        if table not in old.tables or not column.is_required or column.default:
            continue
        before = old.columns.get((table, name))
        if before is None:
            lines.append(f"{table}.{name} is new, and no row may be without it; give the field a db_default")
        elif not before.is_required or before.default:
            lines.append(f"{table}.{name} must be given now; before, a row could be without it")
    return lines
