"""Measures signing up, and the agenda with many meetups in it, on SQLite.

meetups.py [MEETUPS]   default 10,000; prints figures; exits 1 above a gate

Signing up stands beside a bare locked transaction that counts the seats and writes the row, in one process. The gate
is on instructions; the times tell how many there are per second.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta

from counting import ALLOWANCE, begin, count, counts, end, is_possible
from pages import ROOT, Figure

MEETUPS = int(sys.argv[-1]) if sys.argv[-1].isdigit() else 10_000
FEW = 10
SIGN_UPS = 150
# Millions of instructions. Beside the bare transaction an action asks who someone is, looks for what keeps them out,
# brings the date to rest, and writes what happened and a mail with its calendar: 27 queries where the control has four.
MOST_MILLIONS = 56
PAGES = {
    "list": "",
    "one filter": "?soort=network",
    "near": "?provincie=Utrecht",
    "page 5": "?pagina=5",
    "month": "?maand=%Y-%m",
}


def dates(number: int, agenda, school) -> None:
    """Make this many meetups of one date each."""
    from django.utils import timezone  # noqa: PLC0415 - after the setup

    from events.meetups.states import OccurrenceState  # noqa: PLC0415
    from events.models import Meetup, MeetupPage, Occurrence  # noqa: PLC0415

    now = timezone.now()
    begin = agenda.get_children().count()
    pages = [
        MeetupPage(title=f"Bijeenkomst {place}", slug=f"b-{place}", lead="Wat er gebeurt.", depth=agenda.depth + 1)
        for place in range(begin, begin + number)
    ]
    for place, page in enumerate(pages, start=begin):
        page.path = agenda._get_path(agenda.path, agenda.depth + 1, place + 1)
        page.url_path = f"{agenda.url_path}{page.slug}/"
        page.last_published_at = page.first_published_at = now
        page.locale = agenda.locale
        page.content_type = page.cached_content_type
        page.save_base()
    agenda.numchild = begin + number
    agenda.save(update_fields=["numchild"])
    meetups = Meetup.objects.bulk_create([Meetup(page=page, institution=school) for page in pages], batch_size=500)
    Occurrence.objects.bulk_create(
        [
            Occurrence(
                meetup=meetup,
                state=OccurrenceState.PLANNED,
                starts_at=now + timedelta(days=1 + place % 300, hours=place % 9),
                ends_at=now + timedelta(days=1 + place % 300, hours=place % 9 + 2),
                place="Brugzaal",
                city="Brugdam",
            )
            for place, meetup in enumerate(meetups)
        ],
        batch_size=500,
    )


def agenda_pages() -> dict[str, tuple[int, float]]:
    """Give the queries, and the milliseconds of processor time, of each page of the agenda as it is now."""
    from django.core.cache import cache  # noqa: PLC0415 - after the setup
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    client, found = Client(SERVER_NAME="127.0.0.1", HTTP_AUTHORIZATION="uncached"), {}
    next_month = timezone.localdate() + timedelta(days=31)
    for name, query in PAGES.items():
        path = f"/agenda/{next_month.strftime(query)}"
        cache.clear()
        answer = client.get(path)
        if answer.status_code != 200:
            sys.exit(f"{path} answers {answer.status_code}.")
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        # Read now: the next request empties the log.
        number, times = len(captured), []
        for _round in range(7):
            before = time.process_time()
            client.get(path)
            times.append((time.process_time() - before) * 1000)
        found[name] = (number, statistics.median(times))
    return found


def bare(occurrence, members) -> float:
    """Give the seconds per sign-up of a locked transaction that only counts and writes."""
    from django.db import transaction  # noqa: PLC0415 - after the setup
    from django.utils import timezone  # noqa: PLC0415

    from events.models import Occurrence, Registration  # noqa: PLC0415

    begun = time.perf_counter()
    for member in members:
        with transaction.atomic():
            locked = Occurrence.objects.select_for_update().get(pk=occurrence.pk)
            taken = Registration.objects.filter(occurrence=locked, state="confirmed").count()
            state = "confirmed" if taken < (locked.seats_on_site or 0) else "waitlisted"
            Registration.objects.create(occurrence=locked, member=member, state=state, queued_at=timezone.now())
    return (time.perf_counter() - begun) / len(members)


def whole(occurrence, members) -> float:
    """Give the seconds per sign-up of the action, its mail in the outbox included."""
    from django.utils import timezone  # noqa: PLC0415 - after the setup

    from events.registrations.actions import SignUp, register  # noqa: PLC0415

    begun = time.perf_counter()
    for member in members:
        register(occurrence=occurrence, member=member, sign_up=SignUp(), at=timezone.now())
    return (time.perf_counter() - begun) / len(members)


def count_inside() -> None:
    """Run under callgrind: sign-ups, each beside a bare transaction."""
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415 - the environment stands

    django.setup()
    from events.models import Occurrence  # noqa: PLC0415

    first, second = Occurrence.objects.order_by("pk")[2:4]
    members = members_of("geteld", 8)
    bare(first, members[:4])
    whole(second, members[:4])
    begin()
    for member in members[4:]:
        count("bare", lambda member=member: bare(first, [member]))
        count("whole", lambda member=member: whole(second, [member]))
    end()


def members_of(name: str, number: int) -> list:
    """Make this many members."""
    from network.models import Member  # noqa: PLC0415 - after the setup

    return [Member.objects.create_user(f"{name}{n}@school.example", standing="member") for n in range(number)]


def main() -> int:
    """Make what is measured, print the table, and say whether every figure is within its budget."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ.update(PORTAL_VAR_DIR=scratch, DJANGO_SETTINGS_MODULE="portal.settings.development")
        for command in (["migrate", "-v0"], ["ensure_site"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=dict(os.environ), check=True)
        sys.path.insert(0, str(ROOT))
        import django  # noqa: PLC0415 - after the environment is set

        django.setup()
        from django.db import connection  # noqa: PLC0415

        from events.models import AgendaPage, Occurrence, Registration  # noqa: PLC0415
        from network.models import Institution  # noqa: PLC0415

        agenda = AgendaPage.objects.get()
        school = Institution.objects.create(slug="school-x", name="School X", province="Utrecht")
        dates(FEW, agenda, school)
        few = agenda_pages()
        members = members_of("lid", 2 * SIGN_UPS)
        Occurrence.objects.update(seats_on_site=SIGN_UPS // 2)
        first, second = Occurrence.objects.all()[:2]
        control = bare(first, members[:SIGN_UPS])
        action = whole(second, members[SIGN_UPS:])
        seated = Registration.objects.filter(occurrence=second, state="confirmed").count()
        millions = counts([__file__, "--inside"], dict(os.environ)) if is_possible() else {}
        dates(MEETUPS - FEW, AgendaPage.objects.get(), school)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        many = agenda_pages()
    if seated != SIGN_UPS // 2:
        sys.exit(f"{seated} got a seat, not {SIGN_UPS // 2}.")
    print(f"sign-ups per second: bare {1 / control:.0f}, whole {1 / action:.0f}")
    for name in PAGES:
        print(f"{name}: {few[name][1]:.1f} ms with {FEW} meetups, {many[name][1]:.1f} ms with {MEETUPS:,}")
    print(", ".join(f"{name} {each:.1f} M instructions" for name, each in millions.items()))
    figures = [
        Figure("one sign-up, instructions", millions.get("whole", 0), MOST_MILLIONS, "M"),
        Figure("one sign-up, time", action / control, 2, "× bare transaction", is_gate=False),
        *(Figure(f"queries, {name}", many[name][0], few[name][0], "queries, as with ten") for name in PAGES),
    ]
    print(f"\n{MEETUPS:,} meetups, {time.strftime('%Y-%m-%d')}, Python {sys.version.split()[0]}\n")
    print("| figure | measured | budget | verdict |\n|---|---|---|---|")
    print("\n".join(map(str, figures)))
    is_slower = millions.get("whole", 0) > MOST_MILLIONS * ALLOWANCE
    return int(is_slower or any(many[name][0] > few[name][0] for name in PAGES))


if __name__ == "__main__":
    if sys.argv[-1] == "--inside":
        count_inside()
    else:
        sys.exit(main())
