"""manage.py database_account: by it web, worker and clock reach PostgreSQL, to read and write rows and no more."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder

# Of a table that grows by a later migration, too: default privileges hold for what the owner makes from now on.
RIGHTS = (
    "GRANT CONNECT ON DATABASE {database} TO {account}",
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {account}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {account}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {account}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {account}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {account}",
)
# Which migrations ran is read by everybody, and written by the owner.
READ_ONLY = "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {account}"


class Command(BaseCommand):
    """Make the account of PORTAL_DATABASE_APP_URL, or renew its password and rights; harmless to repeat.

    It is run by the owner of the tables, after `migrate`, at each start. Without that setting, or on SQLite, which
    knows no accounts, there is nothing to do.
    """

    help = "Make the database account of web, worker and clock: it reads and writes rows, and changes no tables."

    def handle(self, **options):
        if settings.PORTAL_DATABASE_ACCOUNT is None or connection.vendor != "postgresql":
            return
        name, password = settings.PORTAL_DATABASE_ACCOUNT
        with transaction.atomic(), connection.cursor() as cursor:
            _refuse_one_with_more_rights(cursor, name)
            _make(cursor, name, password)
            quoted = connection.ops.quote_name
            names = {"account": quoted(name), "database": quoted(connection.settings_dict["NAME"])}
            for statement in (*RIGHTS, *([READ_ONLY] if MigrationRecorder(connection).has_table() else [])):
                cursor.execute(statement.format(**names))


def _refuse_one_with_more_rights(cursor: CursorWrapper, name: str) -> None:
    cursor.execute("SELECT current_user")
    if cursor.fetchone()[0] == name:
        raise CommandError("PORTAL_DATABASE_APP_URL names the account that owns the tables; give it another name.")
    cursor.execute(
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls FROM pg_roles "
        "WHERE rolname = %s",
        [name],
    )
    if (found := cursor.fetchone()) and found[0]:
        raise CommandError(
            f"PORTAL_DATABASE_APP_URL names {name!r}, which has rights over the whole server; give it another name."
        )


def _make(cursor: CursorWrapper, name: str, password: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    # The server gets what it keeps, not the password: so that stands in no log of statements.
    kept = cursor.connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    cursor.execute(f"{verb} ROLE {connection.ops.quote_name(name)} LOGIN PASSWORD %s", [kept])
