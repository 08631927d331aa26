"""Times the list of members with many people in it, on SQLite: processor time, and the number of queries.

directory.py [PEOPLE]   default 10,000; prints p95 per page and the number of queries; exits 1 above budget × 1.25
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

from pages import ALLOWANCE, ROOT, Figure, fetch, processor_time, server

PEOPLE = int(sys.argv[-1]) if sys.argv[1:] else 10_000
ROUNDS = 20
# Milliseconds of processor time at the 95th percentile, counts included: nobody waits for half a second. As a ratio
# to a control of 0.3 ms the same page gave 355 and 975 in two runs, so the ratio is only told.
BUDGET = 500
MOST_QUERIES = 25
PAGES = {
    "list, member": ("", True),
    "list, visitor": ("", False),
    "one filter": ("?hulp=hulp-3", True),
    "two filters, page 5": ("?provincie=Utrecht&rol=rol-1&pagina=5", True),
    "words": ("?q=onderwerp7", True),
    "who can help me": ("?mij=helpen", True),
}
FILL = "fill"


def fill(number: int) -> str:
    """Make this many members in the database of the settings; give the session of one of them."""
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415 - after the environment is set

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from network.members.fields import PRESETS  # noqa: PLC0415
    from network.models import (  # noqa: PLC0415
        Affiliation,
        FieldAudience,
        HelpTopic,
        Institution,
        Member,
        Role,
        Theme,
    )

    chance = random.Random(7)
    schools = [
        Institution(slug=f"school-{n}", name=f"School {n}", city="Brugdam", province=province)
        for n, province in enumerate(["Utrecht", "Drenthe", "Limburg", "Zeeland"] * 15)
    ]
    schools = Institution.objects.bulk_create(schools)
    roles = Role.objects.bulk_create([Role(slug=f"rol-{n}", name=f"rol {n}") for n in range(10)])
    themes = Theme.objects.bulk_create([Theme(slug=f"thema-x{n}", name=f"thema x{n}") for n in range(16)])
    topics = HelpTopic.objects.bulk_create([HelpTopic(slug=f"hulp-{n}", name=f"onderwerp{n}") for n in range(40)])
    people = [
        Member(email=f"lid{n}@school.example", given_name=f"Naam{n}", family_name=f"Achter{n % 977}", standing="member")
        for n in range(number)
    ]
    for person in people:
        person.refresh_sort_name()
    people = Member.objects.bulk_create(people, batch_size=500)
    Affiliation.objects.bulk_create(
        [
            Affiliation(
                member=person, institution=chance.choice(schools), role=chance.choice(roles), local_title="coach"
            )
            for person in people
        ],
        batch_size=500,
    )
    for ties, column, choices in (
        (Member.themes.through, "theme", themes),
        (Member.helps_with.through, "helptopic", topics),
        (Member.seeks.through, "helptopic", topics),
    ):
        rows = [ties(member=person, **{column: choice}) for person in people for choice in chance.sample(choices, 3)]
        ties.objects.bulk_create(rows, batch_size=500)
    # A tenth is open to everyone, a tenth minimal; the rest keeps the defaults.
    presets = {0: PRESETS["O"], 1: PRESETS["M"]}
    FieldAudience.objects.bulk_create(
        [
            FieldAudience(member=person, field=field, audience=audience)
            for place, person in enumerate(people)
            for field, audience in presets.get(place % 10, {}).items()
        ],
        batch_size=500,
    )
    reader, session = people[5], SessionStore()
    session[SESSION_KEY] = str(reader.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = reader.get_session_auth_hash()
    session.save()
    queries(session.session_key)
    return session.session_key


def queries(session_key: str) -> None:
    """Print how many queries each page takes, warm."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    for name, (query, is_signed_in) in PAGES.items():
        client = Client(SERVER_NAME="127.0.0.1")
        if is_signed_in:
            client.cookies[settings.SESSION_COOKIE_NAME] = session_key
        client.get(f"/netwerk/{query}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/netwerk/{query}")
        slowest = max(captured, key=lambda each: float(each["time"]))
        print(f"queries {name}|{len(captured)}|{slowest['time']} s")
    print(f"session {settings.SESSION_COOKIE_NAME}={session_key}")


def slow(port: int, pid: int, path: str, headers: dict[str, str]) -> float:
    """Give the 95th percentile of the milliseconds of processor time that a page takes."""
    times = []
    for _round in range(ROUNDS):
        before = processor_time(pid)
        fetch(port, path, headers)
        times.append((processor_time(pid) - before) * 1000)
    return statistics.quantiles(times, n=20)[18]


def main() -> int:
    """Make the people, measure, print the table, and say whether every figure is within its budget."""
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(
            os.environ,
            PORTAL_VAR_DIR=scratch,
            DJANGO_SETTINGS_MODULE="portal.settings.development",
            PORTAL_PEOPLE_PAGES_PER_HOUR="1000000",
        )
        for command in (["migrate", "-v0"], ["ensure_site"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        filled = subprocess.run(
            [sys.executable, __file__, FILL, str(PEOPLE)], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
        )
        said = filled.stdout.decode().splitlines()
        cookie = next(line.removeprefix("session ") for line in said if line.startswith("session "))
        counted = [line.removeprefix("queries ").split("|") for line in said if line.startswith("queries ")]
        figures = [
            Figure(f"{name} (slowest {longest})", int(n), MOST_QUERIES, "queries") for name, n, longest in counted
        ]
        control = environment | {"PYTHONPATH": str(ROOT / "tools" / "bench")}
        with (
            server("control:application", control) as (bare_port, bare_pid),
            server("portal.wsgi:application", environment) as (port, pid),
        ):
            fetch(bare_port, "/", {}, 200)
            bare = statistics.median(slow(bare_port, bare_pid, "/", {}) for _round in range(5))
            print(f"control: p95 {bare:.2f} ms")
            for name, (query, is_signed_in) in PAGES.items():
                headers = {"Cookie": cookie} if is_signed_in else {}
                fetch(port, f"/netwerk/{query}", headers, 3)
                taken = slow(port, pid, f"/netwerk/{query}", headers)
                print(f"{name}: {taken / bare:.0f} × control")
                figures.append(Figure(name, taken, BUDGET, "ms"))
    print(
        f"\n{PEOPLE:,} people, {time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n"
    )
    print("| figure | measured | budget | verdict |\n|---|---|---|---|")
    print("\n".join(map(str, figures)))
    return int(not all(figure.measured <= figure.budget * ALLOWANCE for figure in figures))


if __name__ == "__main__":
    if sys.argv[1:2] == [FILL]:
        fill(int(sys.argv[2]))
    else:
        sys.exit(main())
