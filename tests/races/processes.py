"""Real processes over one database, for tests that kill some of them."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent


class Processes:
    """Starts our scripts on one database (a SQLite file in `folder`, or `address`), and ends what still runs."""

    def __init__(self, folder: Path, *, address: str = "", **environment: object) -> None:
        self.database = folder / "races.sqlite3"
        self._address = address
        self._environment = os.environ | {
            "RACES_DATABASE_URL": address or f"sqlite:///{self.database}",
            "DJANGO_SETTINGS_MODULE": "tests.races.settings",
            **{name: str(value) for name, value in environment.items()},
        }
        self._started: list[subprocess.Popen] = []

    def start(self, *arguments: object, log: Path | None = None) -> subprocess.Popen:
        """Start `python …` in the project's folder. With `log` its words go there: a full pipe would stop it."""
        output = log.open("w") if log else subprocess.PIPE
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self._environment,
            stdout=output,
            stderr=output,
            text=True,
        )
        if log:
            output.close()
        self._started.append(process)
        return process

    def run(self, *arguments: object) -> object:
        """Run a script to its end; give the JSON it prints last."""
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=120)
        if process.returncode:
            raise AssertionError(f"{arguments} ended with {process.returncode}: {errors[-2000:]}")
        lines = output.strip().splitlines()
        return json.loads(lines[-1]) if lines else None

    def close(self) -> None:
        """End everything that still runs."""
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.communicate(timeout=20)

    def rows(self, query: str) -> list[tuple]:
        """Read from the database, from outside."""
        if self._address:
            with psycopg.connect(self._address) as connection:
                return connection.execute(query).fetchall()
        with self.connect() as connection:
            return connection.execute(query).fetchall()

    @contextmanager
    def connect(self):
        """Open the file beside the processes."""
        connection = sqlite3.connect(self.database, isolation_level=None, timeout=10)
        try:
            yield connection
        finally:
            connection.close()


def wait_until(condition, *, seconds: float = 60) -> bool:
    """Look every twentieth of a second until a condition holds; say whether it did."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False
