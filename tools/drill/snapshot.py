#!/usr/bin/env python3
"""Keeps the database of a released version, filled with its demo, for the drill of upgrades (tests/upgrades/).

python -m tools.drill.snapshot VERSION [COMMIT]     e.g. 0.7, by default of the last commit

To be made at each release: the three newest are kept. Needs git and PostgreSQL.
"""

import lzma
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg

from tools.drill.history import full_name, unpack
from tools.drill.portal import DEMO_SETTINGS, Portal
from tools.drill.servers import postgres
from tools.drill.snapshots import FOLDER, Snapshot, keep
from tools.drill.tables import sqlite_file

APPS = {"events", "home", "network", "search", "shared", "stories"}
# Of this program's own safety; an older psql stumbles over them.
GUARDS = ("\\restrict", "\\unrestrict")
# Portraits are most of what can't be packed; one will do.
ONE_PORTRAIT = "UPDATE network_portrait SET content = (SELECT content FROM network_portrait ORDER BY id LIMIT 1)"
PACKING = {"preset": 9 | lzma.PRESET_EXTREME}


def filled(code: Path, folder: Path, database: str) -> Portal:
    """Make the demo of this code in an empty database."""
    portal = Portal(folder, database, code=code, settings=DEMO_SETTINGS)
    portal.manage("prepare")
    return portal


def last_migrations(path: Path) -> dict[str, str]:
    """Give the name of the last migration of each app of ours."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app").fetchall()
    return {app: name for app, name in found if app in APPS}


def sqlite_content(code: Path, scratch: Path) -> tuple[bytes, dict[str, str]]:
    """Give a filled SQLite database, as small as it gets, and the last migrations in it."""
    portal = filled(code, scratch / "sqlite", f"sqlite:///{scratch}/portal.sqlite3")
    path = scratch / "small.sqlite3"
    with closing(sqlite3.connect(sqlite_file(portal.database))) as connection:
        connection.execute(ONE_PORTRAIT)
        connection.commit()
        connection.execute("VACUUM INTO ?", [str(path)])
    return path.read_bytes(), last_migrations(path)


def postgres_content(code: Path, scratch: Path) -> bytes:
    """Give the statements that make a filled PostgreSQL database."""
    with postgres(scratch / "server") as server:
        address = server.create("portal")
        filled(code, scratch / "postgres", address)
        with psycopg.connect(address) as connection:
            connection.execute(ONE_PORTRAIT)
        words = ("pg_dump", "--no-owner", "--no-privileges", "--dbname", address)
        dump = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout
    return "".join(line for line in dump.splitlines(keepends=True) if not line.startswith(GUARDS)).encode()


def main(version: str, commit: str) -> None:
    """Run that commit's code on both databases, and keep what they hold."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor() as pool:
        code = unpack(commit, Path(scratch) / "code")
        file, statements = (pool.submit(make, code, Path(scratch)) for make in (sqlite_content, postgres_content))
        snapshot = Snapshot(version, full_name(commit), file.result()[1])
        snapshot.sqlite_file.write_bytes(lzma.compress(file.result()[0], **PACKING))
        snapshot.postgres_file.write_bytes(lzma.compress(statements.result(), **PACKING))
    keep(snapshot)
    print(*(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB" for path in sorted(FOLDER.iterdir())), sep="\n")


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2] if sys.argv[2:] else "HEAD")
