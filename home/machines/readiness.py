"""Whether this process can serve: database, migrations, cache. Says which part fails, and nothing else."""

import logging

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from search.index.condition import search_condition

logger = logging.getLogger("portal.readiness")

# Once all migrations of this code are applied they stay so, as long as this process lives.
_migrated = False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations_applied() -> bool:
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _cache_answers() -> bool:
    cache.get("portal.readyz")
    return True


CHECKS = (("database", _database_answers), ("migrations", _migrations_applied), ("cache", _cache_answers))


def failing_parts() -> list[str]:
    """Name the parts that are not ready, in the order of the checks; empty when all is well."""
    failing = []
    for name, check in CHECKS:
        try:
            is_fine = check()
        except (DatabaseError, OSError):
            logger.warning("not ready: %s", name, exc_info=True)
            is_fine = False
        if not is_fine:
            failing.append(name)
    return failing


def degraded_parts() -> list[str]:
    """Name the parts that visitors get less of, while the site serves them: search, when its engine is away or behind.

    Nobody is kept from the site for it: the search in the database answers.
    """
    condition = search_condition(at=timezone.now())
    return ["search"] if condition.failing or condition.is_late else []
