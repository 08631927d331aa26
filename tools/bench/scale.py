"""Measures every sort of page on a small and on a large portal: queries, processor time, and how they grow.

scale.py [--small 0.01] [--large 0.1] [--keep FOLDER] [--only PATTERN]   prints figures; exits 1 above a gate

Both are filled by `generate_load_data`. Each page is asked for right after something changed on the site, so that
nothing that was worked out before helps it, and once more after that. Told is processor time: on SQLite that of the one
process; with PORTAL_DATABASE_URL, on whose PostgreSQL each size gets a database of its own, that of the process that
serves the connection too (Linux, the server on this machine; elsewhere time by the clock).
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pages import ROOT

ROUNDS = 5
SIGN_UPS = 100
OPERATOR = {"is_superuser": True, "is_staff": True, "is_demo": True, "given_name": "Beheer", "standing": "member"}
# Milliseconds; of a page that takes longer the first time, fewer rounds say enough.
SLOW = 500
# The design asks for the same time within a fifth, with 100 or 100,000 rows. On a busy machine a page of a few
# milliseconds differs as much by itself, so the gate is twice the time, or some milliseconds more.
MOST_TIMES = 2.0
MOST_MORE = 15.0
# What asks once per row would ask for many more. Pages that may ask more, how many, and why.
MORE_QUERIES: dict[str, tuple[int, str]] = {
    "school, largest": (4, "its coming meetups, their dates and free seats; on the small portal it has none"),
    "school, member": (3, "as for a visitor"),
    "own page": (3, "promises and reports of meetups that the reader went to or ran; on the small portal none"),
    "members, words": (2, "above 5,000 members the numbers beside filters are counted for all readers together"),
    "members, name": (2, "the same"),
    "members, who can help": (2, "the same"),
}
# Pages whose work is in proportion to what is asked of them, in milliseconds on the large portal, each with its reason.
BUDGETS: dict[str, tuple[float, str]] = {
    "bridges": (600, "reads every tie between two schools"),
    "members, words": (1_200, "looks for the words in what every member says"),
    "members, name": (600, "the same"),
    "editor: editing_text_report": (12_000, "looks through every text that is online"),
    "editor: growth_report": (8_000, "reads each thing that it counts"),
    "editor: growth_rows_report": (8_000, "the same"),
    "editor: growth_schools_report": (8_000, "the same"),
    "search": (400, "ranks and counts all that match: more than half of all texts"),
    "search, member": (400, "the same"),
}


# Editors' addresses that are no page by themselves: parts of pages, what is sent to, what ends the session or fails.
NO_PAGES = re.compile(
    "_results$|chosen_multiple|:create$|_create$|log(in|out)$|password_reset|error_test|dismissibles|sprite|jsi18n"
    "|javascript_catalog|block_preview|autocomplete|process_import|api:.*find|embeds|wagtailsnippets:index"
)


@dataclass(frozen=True)
class Asked:
    """One page: its name, its address on this portal, and who asks ("", "member" or "operator")."""

    name: str
    address: str
    who: str = ""


@dataclass(frozen=True)
class Found:
    """What one page took: queries after a change, and milliseconds when first asked, after a change, and again."""

    queries: int
    first: float
    changed: float
    again: float
    slowest: str
    size: int


def pages() -> list[Asked]:
    """Give every page that is measured, with the addresses that exist on this portal."""
    from django.db.models import Count  # noqa: PLC0415 - after the setup
    from django.utils import timezone  # noqa: PLC0415

    from events.models import Meetup, MeetupPage, Registration  # noqa: PLC0415
    from home.load.plan import SLUG  # noqa: PLC0415
    from network.models import Institution, Member, Question  # noqa: PLC0415
    from portal.shared.audiences.rules import Viewer  # noqa: PLC0415
    from stories.models import CoachStoryPage, InsightPage  # noqa: PLC0415

    ours = {"slug__startswith": SLUG}
    stories = CoachStoryPage.objects.filter(**ours).visible_to(Viewer.anonymous())
    # The first has three hundred reactions, see home/load/texts.py.
    story = CoachStoryPage.objects.get(slug=f"{SLUG}0")
    quiet = stories.order_by("-pk").first()
    insight = InsightPage.objects.filter(**ours).first()
    page = MeetupPage.objects.get(slug=f"{SLUG}0")
    meetup = Meetup.objects.get(page=page)
    date = meetup.occurrences.get()
    person = Registration.objects.filter(occurrence=date).order_by("pk").first()
    school = Institution.objects.filter(**ours).order_by("pk").first()
    member = Member.objects.get(pk=Member.objects.filter(email__contains="lastproef").order_by("pk")[3].pk)
    shown = Question.objects.filter(sight="shown", audience="everyone")
    question = shown.annotate(number=Count("answers")).order_by("-number", "pk").first()
    month = f"{timezone.localtime():%Y-%m}"
    desk = f"/agenda/plannen/{meetup.key}/datum/{date.key}"
    last = stories.count() // 12
    visitor = [
        ("front page", "/"),
        ("stories", "/verhalen/"),
        ("stories, theme", f"/verhalen/?thema={story.themes.first().slug}"),
        ("stories, school by title", f"/verhalen/?school={school.slug}&volgorde=titel"),
        ("stories, last page", f"/verhalen/?pagina={last}"),
        ("story", quiet.url),
        ("story, 300 reactions", story.url),
        ("reactions", f"/reacties/bij/{story.pk}/"),
        ("stories, feed", "/verhalen/feed.atom"),
        ("insights", "/wat-werkt/"),
        ("insight", insight.url),
        ("agenda", "/agenda/"),
        ("agenda, kind", "/agenda/?soort=network"),
        ("agenda, page 5", "/agenda/?pagina=5"),
        ("agenda, month", f"/agenda/?maand={month}"),
        ("agenda, held", "/agenda/?periode=geweest"),
        ("agenda, subscribe", "/agenda/abonneren/"),
        ("meetup, 400 people", page.url),
        ("feed of the agenda", "/agenda/feed.ics"),
        ("feed of a kind", "/agenda/feed.ics?soort=network"),
        ("feed of a meetup", f"{page.url}agenda.ics"),
        ("schools", "/scholen/"),
        ("school, largest", school.get_absolute_url()),
        ("bridges", "/bruggen/"),
        ("questions", "/vragen/"),
        ("question", question.get_absolute_url()),
        ("exchanges", "/uitwisseling/"),
        ("joint actions", "/samen/"),
        ("members, visitor", "/netwerk/"),
        ("search", "/zoeken/?q=digitale+toetsen"),
        ("search, rare", "/zoeken/?q=brugzaal+zonnebloem"),
        ("search, people", "/zoeken/?q=Noor&soort=persoon"),
        ("suggestions", "/zoeken/suggesties/?q=digi"),
        ("sitemap", "/sitemap.xml"),
        ("sign-up form", f"/agenda/{page.slug}/aanmelden/{date.key}/"),
    ]
    signed_in = [
        ("front page, member", "/"),
        ("story, member", story.url),
        ("agenda, member", "/agenda/"),
        ("agenda, near", "/agenda/?volgorde=dichtbij"),
        ("meetup, member", page.url),
        ("members", "/netwerk/"),
        ("members, filters", f"/netwerk/?thema={story.themes.first().slug}&school={school.slug}"),
        ("members, words", "/netwerk/?q=toetsen"),
        ("members, name", "/netwerk/?q=Noor"),
        ("members, who can help", "/netwerk/?mij=helpen"),
        ("members, page 20", "/netwerk/?pagina=20"),
        ("profile", member.get_absolute_url()),
        ("school, member", school.get_absolute_url()),
        ("search, member", "/zoeken/?q=digitale+toetsen"),
        ("search people, member", "/zoeken/?q=Noor&soort=persoon"),
        ("suggestions, member", "/zoeken/suggesties/?q=noor"),
        ("own page", "/mijn/"),
        ("own meetups", "/mijn/agenda/"),
        ("own contacts", "/mijn/contacten/"),
        ("own messages", "/mijn/berichten/"),
        ("own data", "/mijn/gegevens/"),
        ("questions for me", "/vragen/bij-mij/"),
        ("desk, people", f"{desk}/mensen/"),
        ("desk, name", f"{desk}/mensen/?naam=noor"),
        ("desk, line", f"{desk}/mensen/wachtlijst/"),
        ("desk, person", f"{desk}/mensen/{person.key}/"),
        ("desk, check-in", f"{desk}/inchecken/"),
        ("desk, list to sign", f"{desk}/presentielijst/"),
        ("desk, CSV", f"{desk}/mensen/lijst.csv"),
        ("desk, XLSX", f"{desk}/mensen/lijst.xlsx"),
        ("desk, meetup", f"/agenda/plannen/{meetup.key}/"),
    ]
    operator = [(f"editor: {name}", f"/beheer/{path}") for name, path in admin_paths(story, page)]
    return [
        *(Asked(name, path) for name, path in visitor),
        *(Asked(name, path, "member") for name, path in signed_in),
        *(Asked(name, path, "operator") for name, path in operator),
    ]


def admin_paths(story, page) -> list[tuple[str, str]]:
    """Give the listings, reports and forms of the editors' side."""
    from django.urls import NoReverseMatch, get_resolver, reverse  # noqa: PLC0415 - after the setup

    found = [
        ("dashboard", ""),
        ("stories below their list", f"pages/{(stories := story.get_parent().pk)}/"),
        ("stories below their list, by title", f"pages/{stories}/?ordering=title"),
        ("stories below their list, by words", f"pages/{stories}/?q=toetsen"),
        ("stories below their list, last page", f"pages/{stories}/?p={max(story.get_siblings().count() // 50, 1)}"),
        ("meetups below the agenda", f"pages/{page.get_parent().pk}/"),
        ("a story", f"pages/{story.pk}/edit/"),
        ("a story, history", f"pages/{story.pk}/history/"),
        ("a meetup", f"pages/{page.pk}/edit/"),
        ("pages, by words", "pages/search/?q=toetsen"),
        ("people, by name", "users/?q=Noor"),
        ("choosing a page, by words", "choose-page/search/?q=toetsen"),
        ("choosing a page, stories", f"choose-page/{stories}/"),
    ]
    # Every other address without anything to fill in.
    names = set(_names(get_resolver()))
    taken = {f"/beheer/{path}" for _name, path in found}
    for name in sorted(names):
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if address.startswith("/beheer/") and address not in taken and not NO_PAGES.search(name):
            taken.add(address)
            found.append((name, address.removeprefix("/beheer/")))
    return found


def _names(resolver, spaces: tuple[str, ...] = ()) -> list[str]:
    names = []
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            names += _names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        elif pattern.name:
            names.append(":".join((*spaces, pattern.name)))
    return names


def clock_of(connection) -> Callable[[], float]:
    """Give what tells the seconds of processor time that this process and its database have used."""
    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        # Helpers of the database would not be counted.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        used = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if not used.exists():
        return time.perf_counter
    return lambda: time.process_time() + int(used.read_text().split()[0]) / 1e9


def measure(only: str, most_rounds: int) -> dict[str, dict]:
    """Measure every page of the database of the settings."""
    from django.contrib.auth.models import Group  # noqa: PLC0415 - after the setup
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from home.load.people import READER  # noqa: PLC0415
    from network.members.states import PROGRAMME_TEAM  # noqa: PLC0415
    from network.models import Member  # noqa: PLC0415
    from portal.shared.caching.versions import renew  # noqa: PLC0415

    reader = Member.objects.get(email=READER)
    operator, _is_new = Member.objects.get_or_create(email="beheer@lastproef.example", defaults=OPERATOR)
    operator.groups.add(Group.objects.get(name=PROGRAMME_TEAM))
    clock = clock_of(connection)
    clients = {"": lambda: Client(SERVER_NAME="127.0.0.1")}
    for who, member in (("member", reader), ("operator", operator)):
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
        clients[who] = lambda client=client: client

    def get(asked: Asked) -> tuple[float, tuple[int, int]]:
        client = clients[asked.who]()
        begun = clock()
        response = client.get(asked.address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        return (clock() - begun) * 1000, (response.status_code, len(body))

    figures = {}
    for asked in (each for each in pages() if re.search(only, each.name)):
        try:
            first, (status, size) = get(asked)
        except Exception as error:  # noqa: BLE001 - told with the others
            figures[asked.name] = {"error": f"{type(error).__name__}: {error}"[:200]}
            continue
        if status != 200:
            figures[asked.name] = {"error": f"{asked.address} answers {status}"}
            continue
        renew()
        with CaptureQueriesContext(connection) as captured:
            get(asked)
        # Read now: the next request empties the log.
        number = len(captured)
        slowest = max(captured, key=lambda each: float(each["time"]), default={"time": "0", "sql": ""})
        rounds = min(most_rounds, 3) if first > SLOW else most_rounds
        changed, again = [], []
        for _round in range(rounds):
            renew()
            changed.append(get(asked)[0])
            again.append(get(asked)[0])
        figures[asked.name] = vars(
            Found(
                queries=number,
                first=first,
                changed=statistics.median(changed),
                again=statistics.median(again),
                slowest=f"{slowest['time']} s {slowest['sql'][:3000]}",
                size=size,
            )
        )
        print(f"{asked.name}: {figures[asked.name]['changed']:.0f} ms, {number} queries", file=sys.stderr)
    return figures


def speeds() -> dict[str, float]:
    """Give how much one process writes on this portal: sign-ups, mails of them, entries of search.

    In a second of processor time, of the database too, which is what a core to itself gives at most.
    """
    from django.db import connection, transaction  # noqa: PLC0415 - after the setup
    from django.utils import timezone  # noqa: PLC0415

    from events.models import Meetup, MeetupPage  # noqa: PLC0415
    from events.registrations.actions import SignUp, register  # noqa: PLC0415
    from home.load.plan import DOMAIN, SLUG  # noqa: PLC0415
    from network.models import Member  # noqa: PLC0415
    from portal.shared.outbox.actions import deliver  # noqa: PLC0415
    from portal.shared.outbox.models import OutboxMail  # noqa: PLC0415
    from search.index.actions import index_objects  # noqa: PLC0415

    clock = clock_of(connection)
    date = Meetup.objects.get(page=MeetupPage.objects.get(slug=f"{SLUG}0")).occurrences.get()
    free = Member.objects.members().filter(email__endswith=DOMAIN).exclude(registrations__occurrence=date)
    people = list(free.order_by("-pk")[:SIGN_UPS])
    found = {}
    begun = clock()
    for member in people:
        register(occurrence=date, member=member, sign_up=SignUp(), at=timezone.now())
    found["sign-ups per second, one process"] = len(people) / (clock() - begun)
    waiting = OutboxMail.objects.due(timezone.now()).count()
    begun = clock()
    report = deliver(at=timezone.now(), limit=SIGN_UPS)
    found["mails per minute, one worker, into a file"] = 60 * report.sent / (clock() - begun)
    with transaction.atomic():
        Member.objects.filter(pk__in=[member.pk for member in people]).update(about="Iets nieuws over toetsen.")
        begun = clock()
        index_objects("persoon", Member.objects.filter(pk__in=[member.pk for member in people]).with_profile())
        found["people put into the search index per second"] = len(people) / (clock() - begun)
        transaction.set_rollback(True)
    found["mails that waited"] = waiting
    return found


def _database_at(server: str, name: str) -> str:
    """Give the address of a database of this name on a server, made when there is none."""
    import psycopg  # noqa: PLC0415 - only here
    from psycopg.sql import SQL, Identifier  # noqa: PLC0415

    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def fill(folder: Path, scale: float) -> dict[str, str]:
    """Give the environment of a portal of this size, made when the folder has none yet."""
    environment = dict(
        os.environ,
        PORTAL_VAR_DIR=str(folder),
        DJANGO_SETTINGS_MODULE="bench_settings",
        PYTHONPATH=str(ROOT / "tools" / "bench"),
        PORTAL_PEOPLE_PAGES_PER_HOUR="1000000",
    )
    if "PORTAL_DATABASE_URL" in os.environ:
        environment["PORTAL_DATABASE_URL"] = _database_at(os.environ["PORTAL_DATABASE_URL"], folder.name)
    if not (folder / "filled").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for command in (
            ["migrate", "-v0"],
            ["ensure_site"],
            ["seed_demo"],
            ["generate_load_data", "--scale", str(scale)],
        ):
            subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True, stdout=sys.stderr
            )
        (folder / "filled").touch()
    return environment


def at_size(folder: Path, scale: float, only: str, rounds: int) -> dict[str, dict[str, dict]]:
    """Give the figures of a portal of this size."""
    run = [sys.executable, __file__, "--inside", "--only", only, "--rounds", str(rounds)]
    said = subprocess.run(run, cwd=ROOT, env=fill(folder, scale), check=True, stdout=subprocess.PIPE)
    return json.loads(said.stdout.decode().splitlines()[-1])


def verdict(name: str, small: dict, large: dict) -> str:
    """Say what is wrong with a page; empty when nothing is."""
    if "error" in small or "error" in large:
        return str(large.get("error") or small.get("error"))
    wrong = []
    if large["queries"] > small["queries"] + MORE_QUERIES.get(name, (0, ""))[0]:
        wrong.append(f"{large['queries']} queries, not {small['queries']}")
    growing = max(small["changed"] * MOST_TIMES, small["changed"] + MOST_MORE)
    most = BUDGETS[name][0] if name in BUDGETS else growing
    if large["changed"] > most:
        wrong.append(f"above {most:.0f} ms")
    return ", ".join(wrong)


def main() -> int:
    """Make both portals, measure, print the table, and say whether every page is within its gate."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", type=float, default=0.01)
    parser.add_argument("--large", type=float, default=0.1)
    parser.add_argument("--keep", type=Path, help="a folder that keeps both portals for the next run")
    parser.add_argument("--only", default="", help="measure pages whose name this pattern fits")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each page is asked for")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        sys.path.insert(0, str(ROOT))
        import django  # noqa: PLC0415 - after the environment is set

        django.setup()
        print(json.dumps({"pages": measure(chosen.only, chosen.rounds), "speeds": {} if chosen.only else speeds()}))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        sizes = {"small": chosen.small, "large": chosen.large}
        told = {
            name: at_size(folder / f"{name}-{scale}", scale, chosen.only, chosen.rounds)
            for name, scale in sizes.items()
        }
        found = {name: each["pages"] for name, each in told.items()}
    print(f"\n{chosen.small:g} and {chosen.large:g} of full size, {time.strftime('%Y-%m-%d')}, after a change\n")
    print("| page | queries | small ms | large ms | first ms | again ms | verdict |\n|---|---|---|---|---|---|---|")
    is_well = True
    for name, large in found["large"].items():
        small = found["small"][name]
        wrong = verdict(name, small, large)
        is_well = is_well and not wrong
        if "error" in large or "error" in small:
            print(f"| {name} | | | | | | {wrong} |")
            continue
        print(
            f"| {name} | {large['queries']} | {small['changed']:.0f} | {large['changed']:.0f} "
            f"| {large['first']:.0f} | {large['again']:.0f} | {wrong or 'ok'} |"
        )
    for name, speed in told["large"]["speeds"].items():
        print(f"{name}: {told['small']['speeds'][name]:.0f} small, {speed:.0f} large")
    for name, large in found["large"].items():
        if verdict(name, found["small"][name], large) and "slowest" in large:
            print(f"\n{name}: {large['slowest']}")
    return int(not is_well)


if __name__ == "__main__":
    sys.exit(main())
