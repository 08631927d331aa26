"""Child process of the races at the door.

check_in.py make                 make a date that is being held, with one person who has a seat, and two organisers
check_in.py tap NUMBER           organiser NUMBER checks the person in, as soon as all are ready
check_in.py send NUMBER          the phone of organiser 0 sends one tap, by process NUMBER, as soon as all are ready
check_in.py look                 print how it stands

RACES_TABLES=1 says that the tables are there. RACES_UNLOCKED=1 takes the lock of the date away, which production code
can't (DECISIONS 26), and on SQLite the transaction too, which there is the lock.
"""

import json
import os
import sys
import time
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import IntegrityError, connection  # noqa: E402
from wagtail.models import Collection, Locale, Page  # noqa: E402

from events.check_in import actions  # noqa: E402
from events.meetups.models import Occurrence  # noqa: E402
from events.models import CheckIn, Registration  # noqa: E402
from network.models import Member  # noqa: E402
from tests.factories.events import AgendaFactory, MeetupFactory, OccurrenceFactory, RegistrationFactory  # noqa: E402
from tests.factories.network import MemberFactory  # noqa: E402
from tests.races.questions import NoMigrations  # noqa: E402

START = datetime(2027, 2, 11, 9, tzinfo=UTC)
FOLDER, RACERS = Path(os.environ.get("RACES_FOLDER", ".")), 2
IS_LOCKED = os.environ.get("RACES_UNLOCKED") != "1"
# How long one that has read waits for the other to get as far: with the lock it never does, without it it must.
PATIENCE_SECONDS = 0.5 if IS_LOCKED else 30


def make() -> None:
    if os.environ.get("RACES_TABLES") != "1":
        settings.MIGRATION_MODULES = NoMigrations()
        call_command("migrate", run_syncdb=True, verbosity=0)
    Locale.objects.get_or_create(language_code="nl")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    date = OccurrenceFactory(meetup=MeetupFactory(page__parent=AgendaFactory(parent=root)), starts_at=START)
    RegistrationFactory(occurrence=date, member=MemberFactory(email="lid@x.example"))
    for number in range(RACERS):
        MemberFactory(email=f"organisator{number}@x.example")


def _wait_for(pattern: str, number: int, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while len(list(FOLDER.glob(pattern))) < number and time.monotonic() < until:
        time.sleep(0.005)


def _pausing() -> None:
    """Leave a gap between reading and writing, in which the other one comes by if nothing holds it."""
    decide = actions.decide_tap

    def slowly(**facts):
        decision = decide(**facts)
        (FOLDER / f"past-{os.getpid()}").touch()
        _wait_for("past-*", RACERS, seconds=PATIENCE_SECONDS)
        return decision

    actions.decide_tap = slowly
    if not IS_LOCKED:
        actions.lock_date = lambda pk: Occurrence.objects.select_related("meetup__page").get(pk=pk)
        if connection.vendor == "sqlite":
            actions.transaction = SimpleNamespace(atomic=nullcontext)


def _race(by: Member, token: str, number: int) -> str:
    row = Registration.objects.get()
    _pausing()
    (FOLDER / f"ready-{os.getpid()}").touch()
    _wait_for("go", 1, seconds=60)
    try:
        tapped = actions.check_in(registration=row, by=by, token=token, at=START + timedelta(seconds=number))
    except IntegrityError:
        return "broken"
    return tapped.tap.value


def tap(number: int) -> str:
    return _race(Member.objects.get(email=f"organisator{number}@x.example"), "", number)


def send(number: int) -> str:
    return _race(Member.objects.get(email="organisator0@x.example"), "tik-00000001", number)


def look() -> dict:
    row = Registration.objects.get()
    return {"attendance": row.attendance, "lines": CheckIn.objects.count()}


if __name__ == "__main__":
    action, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(globals()[action](*map(int, arguments))) + "\n")
