"""Child process of the races about joint actions.

joint_actions.py make            make what they are about: a running joint action, and colleagues of another school
joint_actions.py ask NUMBER      colleague NUMBER asks to take part for the school, as soon as all are ready
joint_actions.py end             who leads it ends it, as soon as all are ready
joint_actions.py look            print the school's state, its mails and the state of the joint action

RACES_TABLES=1 says that the tables are there. RACES_UNLOCKED=1 takes the locks away, which production code can't
(DECISIONS 26): the row lock everywhere, and on SQLite the transaction too, which there is the lock.
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
from django.db import connection  # noqa: E402

from network.initiatives.actions import end_initiative, join_initiative, joining, leading, rows  # noqa: E402
from network.initiatives.errors import NetworkError  # noqa: E402
from network.initiatives.states import InitiativeState  # noqa: E402
from network.models import Initiative, InitiativePart, Member  # noqa: E402
from portal.shared.outbox.models import OutboxMail  # noqa: E402
from tests.factories.initiatives import add_colleague, add_initiative  # noqa: E402
from tests.factories.network import InstitutionFactory  # noqa: E402
from tests.races.questions import NoMigrations  # noqa: E402

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
FOLDER, RACERS = Path(os.environ.get("RACES_FOLDER", ".")), 2
IS_LOCKED = os.environ.get("RACES_UNLOCKED") != "1"
# How long one that has read waits for the other to get as far: with the lock it never does, without it it must.
PATIENCE_SECONDS = 0.5 if IS_LOCKED else 30


def make() -> None:
    if os.environ.get("RACES_TABLES") != "1":
        settings.MIGRATION_MODULES = NoMigrations()
        call_command("migrate", run_syncdb=True, verbosity=0)
    initiative = add_initiative(is_running=True, at=AT - timedelta(days=30))
    school = InstitutionFactory(slug="gast")
    for number in (0, 1):
        add_colleague(school, email=f"lid{number}@gast.example")
    # The school follows it already: else the row that is there once per school would keep two apart.
    join_initiative(
        initiative=initiative,
        institution=school,
        member=add_colleague(school),
        wants_part=False,
        at=AT - timedelta(days=1),
    )


def _wait_for(pattern: str, number: int, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while len(list(FOLDER.glob(pattern))) < number and time.monotonic() < until:
        time.sleep(0.005)


def _meet() -> None:
    """Say that this process is ready, and wait for the others."""
    (FOLDER / f"ready-{os.getpid()}").touch()
    _wait_for("go", 1, seconds=60)


def _has_come() -> None:
    """Say that this process has read, or is done."""
    (FOLDER / f"past-{os.getpid()}").touch()


def _pausing() -> None:
    """Leave a gap between reading and writing, in which the other one comes by if nothing holds it."""
    require = joining._require_joining

    def slowly(**arguments) -> None:
        require(**arguments)
        _has_come()
        _wait_for("past-*", RACERS, seconds=PATIENCE_SECONDS)

    joining._require_joining = slowly
    if not IS_LOCKED:
        joining.lock_initiative = leading.lock_initiative = rows.lock_initiative = lambda initiative: (
            Initiative.objects.select_related("contact", "lead_institution").get(pk=initiative.pk)
        )
        joining.lock_part = lambda part: InitiativePart.objects.select_related("institution").get(pk=part.pk)
        if connection.vendor == "sqlite":
            joining.transaction = SimpleNamespace(atomic=nullcontext)


def ask(number: int) -> str:
    member = Member.objects.get(email=f"lid{number}@gast.example")
    initiative = Initiative.objects.get()
    school = member.affiliations.get().institution
    _pausing()
    _meet()
    try:
        join_initiative(
            initiative=initiative,
            institution=school,
            member=member,
            wants_part=True,
            at=AT + timedelta(seconds=number),
        )
    except NetworkError as refusal:
        return type(refusal).__name__
    return "asked"


def end() -> str:
    initiative = Initiative.objects.select_related("contact").get()
    _pausing()
    _meet()
    _wait_for("past-*", RACERS - 1, seconds=30)
    end_initiative(initiative=initiative, member=initiative.contact, state=InitiativeState.DONE, result="Klaar.", at=AT)
    _has_come()
    return "ended"


def look() -> dict:
    parts = InitiativePart.objects.filter(institution__slug="gast")
    return {
        "parts": [part.state for part in parts],
        "people": sum(part.people.count() for part in parts),
        "mails": OutboxMail.objects.filter(purpose="initiatives.asked").count(),
        "state": Initiative.objects.get().state,
    }


if __name__ == "__main__":
    action, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(globals()[action](*map(int, arguments))) + "\n")
