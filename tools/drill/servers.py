"""The servers of the drills: PostgreSQL, Elasticsearch where it can be had, and a mailbox that takes all mail."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tools.drill.portal import ROOT, Failed, free_port


@contextmanager
def postgres(folder: Path) -> Iterator["Server"]:
    """Run a throw-away PostgreSQL (tools/postgres.sh)."""
    script = str(ROOT / "tools" / "postgres.sh")
    # The server runs as another user, who has to get there.
    folder.parent.chmod(0o755)
    try:
        started = subprocess.run([script, "start", str(folder)], stdout=subprocess.PIPE, text=True, check=True)
        yield Server(started.stdout.split()[-1])
    finally:
        subprocess.run([script, "stop", str(folder)], check=False)


class Server:
    """A PostgreSQL, in which each portal gets a database of its own."""

    def __init__(self, address: str) -> None:
        self._address = address

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database, empty or as a copy of another one; gives its address."""
        with psycopg.connect(self._address, autocommit=True) as connection:
            words = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
            connection.execute(words)
        return urlunsplit(urlsplit(self._address)._replace(path=f"/{name}"))


@contextmanager
def elasticsearch() -> Iterator[str]:
    """Run an Elasticsearch (tools/search-server) and give its address; empty where Maven is missing.

    Raises:
        Failed: It is missing where nothing may be left out (PORTAL_NO_SKIPS).
    """
    script = str(ROOT / "tools" / "search-server" / "searchserver.sh")
    home = os.environ.get("SEARCHSERVER_HOME") or str(ROOT / ".cache" / "search-server")
    environment = os.environ | {"SEARCHSERVER_HOME": home}
    if not shutil.which("mvn") and not (Path(home) / "es" / "stamp").exists():
        if os.environ.get("PORTAL_NO_SKIPS"):
            raise Failed("Maven is missing (apt-get install maven), and without Elasticsearch the drill isn't whole.")
        yield ""
        return
    try:
        # Maven writes colour codes to standard output, so the server is installed before its address is read.
        subprocess.run([script, "install", "es"], env=environment, stdout=sys.stderr, check=True)
        started = subprocess.run(
            [script, "start", "es", str(free_port())], env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
        yield started.stdout.split()[-1]
    finally:
        subprocess.run([script, "stop", "es"], env=environment, check=False)
