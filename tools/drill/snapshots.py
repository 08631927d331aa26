"""The kept snapshots: what each of the last versions held in PostgreSQL, and the newest in SQLite."""

import json
import lzma
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.drill.portal import ROOT

FOLDER = ROOT / "tests" / "upgrades"
LIST = FOLDER / "snapshots.json"
KEPT = 3


@dataclass(frozen=True)
class Snapshot:
    """One version's database.

    Parameters:
        version: E.g. "0.6".
        commit: Whose code made it.
        migrations: Name of the last migration per app of ours; there is no table that isn't theirs.
    """

    version: str
    commit: str
    migrations: dict[str, str]

    @property
    def postgres_file(self) -> Path:
        """The statements that make it (pg_dump), packed by xz."""
        return FOLDER / f"{self.version}.sql.xz"

    @property
    def sqlite_file(self) -> Path:
        """The database itself, packed by xz."""
        return FOLDER / f"{self.version}.sqlite3.xz"

    def load_postgres(self, address: str) -> None:
        """Fill an empty database."""
        words = ("psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--single-transaction", "--dbname", address)
        with lzma.open(self.postgres_file) as packed:
            subprocess.run(words, input=packed.read(), stdout=subprocess.DEVNULL, check=True)

    def load_sqlite(self, path: Path) -> None:
        """Write the database file."""
        path.write_bytes(lzma.decompress(self.sqlite_file.read_bytes()))


def snapshots() -> list[Snapshot]:
    """Give the kept snapshots, oldest first."""
    return [Snapshot(**each) for each in json.loads(LIST.read_text(encoding="utf-8"))]


def keep(snapshot: Snapshot) -> None:
    """Add a snapshot whose files are there, in place of one of the same version; drop what is older than needed."""
    known = [each for each in snapshots() if each.version != snapshot.version] if LIST.exists() else []
    known = sorted([*known, snapshot], key=lambda each: [int(part) for part in each.version.split(".")])
    for dropped in known[:-KEPT]:
        dropped.postgres_file.unlink(missing_ok=True)
        dropped.sqlite_file.unlink(missing_ok=True)
    LIST.write_text(json.dumps([asdict(each) for each in known[-KEPT:]], indent=2) + "\n", encoding="utf-8")
