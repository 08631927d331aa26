"""One version for everything readers see: what was worked out under the same version may be shown again.

Any write to the database gives a new version as soon as it is committed, except writes to tables of which no page
shows anything (settings.PORTAL_UNSEEN_TABLES). Whoever adds a table does not have to think of this. Writes are seen
where statements go to the database, so that `update()`, bulk writes and raw SQL count too.
"""

import re
import secrets
import time
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.core.signals import setting_changed
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

KEY = "portal.content-version"
MOST_REMEMBERED = 2000
SECONDS_REMEMBERED = 60
T = TypeVar("T")

_is_migrating = False
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK", "PRAGMA", "EXPLAIN", "SET", "SHOW")
_WRITES = re.compile(r'(?:INSERT(?: OR \w+)? INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# Each sign-in writes this one column, which nobody sees.
_SIGN_IN = re.compile(r'UPDATE "network_member" SET "last_login" = \S+ WHERE', re.IGNORECASE)


class _Round:
    """What one request knows of the version; read once, when first asked for."""

    __slots__ = ("is_read", "version")

    def __init__(self) -> None:
        self.is_read, self.version = False, ""


_round: ContextVar[_Round | None] = ContextVar("content_version_round", default=None)
# Values that may be a minute old, each with until when.
_kept_a_while: dict[Any, tuple[float, Any]] = {}
# Values, the version they belong to, and until when: the bound should a new version ever fail to be written.
_remembered: tuple[str, float, dict[Any, Any]] = ("", 0.0, {})


def _is_seen(sql: str) -> bool:
    # PostgreSQL's UNION begins with a bracket.
    statement = sql.lstrip(" \t\r\n(")
    word = statement[:9].upper()
    if word.startswith(_READS):
        return False
    found = _WRITES.search(statement)
    if word.startswith("WITH") and found is None:
        return False
    if found is None:
        return True
    return found[1] not in settings.PORTAL_UNSEEN_TABLES and _SIGN_IN.match(statement) is None


def renew() -> None:
    """Give everything a new version; what was remembered under the old one is never shown again."""
    version = secrets.token_hex(8)
    try:
        cache.set(KEY, version, None)
    except DatabaseError:
        # The first `migrate` comes before `ensure_site` makes the table of the cache; nothing is remembered yet.
        if settings.CACHES["default"].get("LOCATION") in connections[DEFAULT_DB_ALIAS].introspection.table_names():
            raise
        return
    known = _round.get()
    if known is not None:
        known.is_read = False


def _stored(connection: BaseDatabaseWrapper) -> str:
    """Read the version as it is stored; empty when there is none.

    From the row itself where the cache is a table: this is asked on every request, and the cache takes as long for it
    as the rest of a kept page. What comes back only has to differ when the version does.
    """
    question = _question()
    if question is None:
        return cache.get(KEY) or ""
    # Straight from the driver: Django's cursor, with what watches it, takes ten times as long as the answer.
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        row = connection.connection.execute(*question).fetchone()
    return row[0] if row else ""


@lru_cache(maxsize=1)
def _question() -> tuple[str, list[str]] | None:
    """Give the statement that reads the version, None where the cache is no table."""
    backend = caches[DEFAULT_CACHE_ALIAS]
    if not isinstance(backend, DatabaseCache):
        return None
    connection = connections[DEFAULT_DB_ALIAS]
    table, sign = connection.ops.quote_name(backend._table), "?" if connection.vendor == "sqlite" else "%s"
    return f"SELECT value FROM {table} WHERE cache_key = {sign}", [backend.make_key(KEY)]  # noqa: S608 our own table


def _ask_again(*, setting: str, **_rest) -> None:
    if setting == "CACHES":
        _question.cache_clear()


def has_unfinished_changes() -> bool:
    """Whether this connection wrote something readers see, and has not committed it yet."""
    return _is_unfinished(connections[DEFAULT_DB_ALIAS])


def _is_unfinished(connection: BaseDatabaseWrapper) -> bool:
    return any(hook[1] is renew for hook in connection.run_on_commit)


def _watch(execute, sql, params, many, context):
    result = execute(sql, params, many, context)
    if _is_migrating or not _is_seen(sql) or has_unfinished_changes():
        return result
    if "RETURNING" in sql and not context["connection"].in_atomic_block:
        _renew_when_read(context["cursor"])
    else:
        transaction.on_commit(renew, robust=True)
    return result


def _renew_when_read(cursor) -> None:
    # SQLite commits such a statement only when its rows are read and the cursor closes. A transaction of our own before
    # that can't commit, and its rollback would take the row along that was just written.
    close = cursor.close

    def close_and_renew() -> None:
        close()
        transaction.on_commit(renew, robust=True)

    cursor.close = close_and_renew


def _watch_connection(*, connection, **_rest) -> None:
    if connection.alias == DEFAULT_DB_ALIAS and _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)


def _begin_migrating(**_rest) -> None:
    global _is_migrating
    _is_migrating = True


def _end_migrating(**_rest) -> None:
    global _is_migrating
    if _is_migrating:
        _is_migrating = False
        renew()


def connect() -> None:
    """Watch every connection to the database; called from ready(). Migrations count as one write."""
    pre_migrate.connect(_begin_migrating, dispatch_uid="portal.shared.caching.versions")
    post_migrate.connect(_end_migrating, dispatch_uid="portal.shared.caching.versions")
    connection_created.connect(_watch_connection, dispatch_uid="portal.shared.caching.versions")
    setting_changed.connect(_ask_again, dispatch_uid="portal.shared.caching.versions")


@contextmanager
def one_request():
    """Mark the span of a request: within it the version is read at most once."""
    token = _round.set(_Round())
    try:
        yield
    finally:
        _round.reset(token)


def current_version() -> str:
    """Give the version at hand, in one query per request; empty when nothing may be kept or shown again.

    It is empty outside a request, and inside a transaction that already wrote something.
    """
    known = _round.get()
    if known is None:
        return ""
    connection = connections[DEFAULT_DB_ALIAS]
    if _is_unfinished(connection):
        return ""
    if not known.is_read:
        version = _stored(connection)
        if not version:
            cache.add(KEY, secrets.token_hex(8), None)
            version = _stored(connection)
        known.is_read, known.version = True, version
    return known.version


def remembered(key: Any, compute: Callable[[], T]) -> T:
    """Give what `compute` gives, worked out once per process and version.

    Only for what is the same for every reader, and for what nobody changes in place.

    Parameters:
        key: Names the value; hashable, with everything it depends on besides the database.
        compute: Reads the database; None is a value too.
    """
    global _remembered
    version = current_version()
    if not version:
        return compute()
    of_version, until, values = _remembered
    if of_version != version or until < time.monotonic() or len(values) > MOST_REMEMBERED:
        values = {}
        _remembered = (version, time.monotonic() + SECONDS_REMEMBERED, values)
    if key not in values:
        values[key] = compute()
    return values[key]


def kept_a_while(key: Any, compute: Callable[[], T]) -> T:
    """Give what `compute` gave a minute ago at most, whatever changed since.

    For numbers that a large site can't count anew after each change. A minute late is what nobody minds, and what
    names nobody: who is shown is never decided by it.

    Parameters:
        key: Names the value; hashable, with everything it depends on besides the database.
        compute: Reads the database.
    """
    now = time.monotonic()
    until, value = _kept_a_while.get(key, (0.0, None))
    # Outside a request nothing is kept: jobs and tests count what there is.
    if _round.get() is None or has_unfinished_changes():
        return compute()
    if until < now:
        value = compute()
        if len(_kept_a_while) > MOST_REMEMBERED:
            _kept_a_while.clear()
        _kept_a_while[key] = (now + SECONDS_REMEMBERED, value)
    return value
