"""Times the page of bridges with many schools and exchanges, on SQLite: processor time, queries, weight.

bridges.py [SCHOOLS] [BRIDGES]   default 200 and 2,000; exits 1 above budget × 1.25

Times are ratios to the bare view of pages.py, in the same run. "After a change" is the first page after something was
written: everything is read anew then; otherwise what joins schools is remembered until the next change.
"""

import gzip
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta

from pages import ALLOWANCE, ROOT, UNCACHED, Figure, cost, fetch, processor_time, server

SCHOOLS, BRIDGES = (int(sys.argv[1]), int(sys.argv[2])) if sys.argv[2:] else (200, 2000)
REQUESTS, ROUNDS = 30, 3
PAGES = {
    "exchanges": "/bruggen/",
    "one school": "/bruggen/?school=school-x3",
    "one year and direction, page 2": "/bruggen/?jaar=2025&richting=coach_to_coach&pagina=2",
    "front page": "/",
}
WEIGHED = {**PAGES, "page of a school": "/scholen/school-x3/"}
# Times the bare view: 110 is some 14 ms where that takes 0.13, of which most is writing out the lines and the choice of
# 200 schools. The front page stays within the budget of pages.py, as its drawing is remembered.
BUDGETS = {"front page": 55}
BUDGET, BUDGET_CHANGED = 110, 600
MOST_QUERIES, MOST_KIB = 12, 8


def fill() -> None:
    """Make schools, a few of which are in many exchanges, and the exchanges."""
    from events.models import Placement  # noqa: PLC0415 - after the setup
    from network.models import Institution  # noqa: PLC0415

    chance = random.Random(7)
    towns = ["Zilverkade", "Lindendam", "Wateroord", "Brugwijk", "Veldmark", "Havenburg"]
    schools = Institution.objects.bulk_create(
        [
            Institution(slug=f"school-x{n}", name=f"ROC {chance.choice(towns)} {n}", city="Brugdam", province="Utrecht")
            for n in range(SCHOOLS)
        ]
    )
    weights = [1 / (place + 1) ** 0.5 for place in range(SCHOOLS)]
    directions = ["teacher_to_ict", "ict_to_teaching", "coach_to_coach"]
    rows = []
    for _row in range(BRIDGES):
        guest, host = chance.choices(schools, weights, k=2)
        day = date(2026, 11, 2) - timedelta(days=chance.randrange(900))
        rows.append(
            Placement(
                direction=chance.choice(directions),
                guest_institution=guest,
                host_institution=host,
                state="done",
                first_day_on=day,
                last_day_on=day,
                half_days=2,
            )
        )
    Placement.objects.bulk_create(rows, batch_size=500)


def queries() -> dict[str, int]:
    """Give how many queries each page takes after a change."""
    from django.db import connection  # noqa: PLC0415 - after the setup
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from network.models import Institution  # noqa: PLC0415

    client, found = Client(SERVER_NAME="127.0.0.1", headers=UNCACHED), {}
    for name in ("exchanges", "one school"):
        client.get(PAGES[name])
        Institution.objects.filter(slug="school-x0").update(city=f"Bij {name}")
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGES[name])
            found[name] = len(captured)
    return found


def after_a_change(port: int, pid: int, path: str) -> float:
    """Give the milliseconds of processor time of a page for which everything is read anew."""
    from network.models import Institution  # noqa: PLC0415 - after the setup

    times = []
    for round_number in range(7):
        Institution.objects.filter(slug="school-x0").update(city=f"Brugdam {round_number}")
        before = processor_time(pid)
        fetch(port, path, UNCACHED)
        times.append((processor_time(pid) - before) * 1000)
    return statistics.median(times)


def measured(environment: dict[str, str]) -> list[Figure]:
    """Give the figures of every page."""
    figures, control = [], environment | {"PYTHONPATH": str(ROOT / "tools" / "bench")}
    with (
        server("control:application", control) as (bare_port, bare_pid),
        server("portal.wsgi:application", environment) as (port, pid),
    ):
        fetch(bare_port, "/", {}, 500)
        bare = statistics.median(cost(bare_port, bare_pid, "/", {}, 1500) for _round in range(ROUNDS))
        print(f"control: {bare:.3f} ms of processor time per request")
        if f"{BRIDGES} bruggen tussen" not in fetch(port, PAGES["exchanges"], UNCACHED).decode():
            sys.exit(f"The page does not tell of {BRIDGES} bridges.")
        for name, path in PAGES.items():
            fetch(port, path, UNCACHED, 5)
            taken = statistics.median(cost(port, pid, path, UNCACHED, REQUESTS) for _round in range(ROUNDS))
            print(f"{name}: {taken:.1f} ms")
            figures.append(Figure(name, taken / bare, BUDGETS.get(name, BUDGET), "× control"))
        changed = after_a_change(port, pid, PAGES["exchanges"])
        print(f"exchanges, after a change: {changed:.1f} ms")
        figures.append(Figure("exchanges, after a change", changed / bare, BUDGET_CHANGED, "× control"))
        for name, path in WEIGHED.items():
            weight = len(gzip.compress(fetch(port, path, UNCACHED), 9)) / 1024
            figures.append(Figure(f"HTML, {name}", weight, MOST_KIB, "KiB"))
    return figures


def main() -> int:
    """Make what is measured, print the table, and say whether every figure is within its budget."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        os.environ["PORTAL_VAR_DIR"] = scratch
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
        for command in (["migrate", "-v0"], ["ensure_site"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=dict(os.environ),
                check=True,
                stdout=subprocess.DEVNULL,
            )
        sys.path.insert(0, str(ROOT))
        import django  # noqa: PLC0415 - after the environment is set

        django.setup()
        fill()
        figures = measured(dict(os.environ))
        figures += [Figure(f"queries, {name}", number, MOST_QUERIES, "queries") for name, number in queries().items()]
    print(f"\n{SCHOOLS} schools, {BRIDGES:,} bridges, {time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}\n")
    print("| figure | measured | budget | verdict |\n|---|---|---|---|")
    print("\n".join(map(str, figures)))
    return int(not all(figure.measured <= figure.budget * ALLOWANCE for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
