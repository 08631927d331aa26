"""What the exercise asks of a container of the portal, over `docker compose exec -T web python - …` (see exercise.py).

cast MEMBERS    make a meetup without limit, and members who are signed in; prints the address and their cookies
figures         print what is in the database and in the files, as JSON
It is no part of the image: who can send this in can do everything there anyway.
"""

import hashlib
import json
import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page  # noqa: E402

from events.meetups.actions import add_occurrence, announce, plan_meetup  # noqa: E402
from events.meetups.plans import MeetupPlan, OccurrencePlan  # noqa: E402
from events.models import AgendaPage, MeetupPage, Registration  # noqa: E402
from home.demo.cast import EDITOR, MODERATOR  # noqa: E402
from home.demo.library import publish_as  # noqa: E402
from network.models import Member  # noqa: E402
from portal.shared.models import OutboxMail  # noqa: E402
from portal.shared.outbox.states import MailState  # noqa: E402
from search.index.models import Entry  # noqa: E402

TITLE = "Kruispeilingen bij laagwater"


def cast(members: int) -> dict:
    """Make a published meetup with one date, and so many members with a session each."""
    at = timezone.now()
    page = MeetupPage(title=TITLE, slug="kruispeilingen", lead="Wie peilt, weet waar de brug kan komen.")
    editor = Member.objects.get(email=EDITOR)
    page = publish_as(
        page, parent=AgendaPage.objects.get(), author=editor, approver=Member.objects.get(email=MODERATOR), on=at
    )
    meetup = plan_meetup(page=page, plan=MeetupPlan(), organisers=[editor], by=editor, at=at)
    starts_at = at + timedelta(days=30)
    plan = OccurrencePlan(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), place="Brugzaal", city="Zwolle")
    date = add_occurrence(meetup=meetup, plan=plan, at=at)
    announce(occurrence=date, at=at)
    people = {}
    for number in range(members):
        person = Member.objects.create_user(f"lid{number}@stapel.example", standing="member", given_name="Lid")
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        people[person.email] = session.session_key
    return {"path": f"/agenda/kruispeilingen/aanmelden/{date.key}/", "title": TITLE, "people": people}


def figures() -> dict:
    """Count what must outlive kills and a restore."""
    rows = Registration.objects.active().filter(member__email__endswith="@stapel.example")
    per_person = rows.values("member").order_by().annotate(number=Count("pk")).values_list("number", flat=True)
    # Older ones go when the mail log is kept short, which a restore does too.
    recent = OutboxMail.objects.filter(created_at__gt=timezone.now() - timedelta(days=1))
    mails = dict(recent.order_by().values_list("state").annotate(Count("pk")))
    files = sorted(path for path in Path(settings.VAR_DIR).rglob("*") if path.is_file())
    content = hashlib.sha256()
    for path in files:
        content.update(f"{path}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return {
        "members": Member.objects.count(),
        "pages": Page.objects.count(),
        "registrations": Registration.objects.count(),
        "search entries": Entry.objects.count(),
        "mails sent today": mails.get(MailState.SENT, 0),
        "mails not sent": sum(mails.values()) - mails.get(MailState.SENT, 0),
        "mails waiting": mails.get(MailState.QUEUED, 0) + mails.get(MailState.SENDING, 0),
        "files": len(files),
        "sum of the files": content.hexdigest()[:16],
        "signed up": sorted(rows.values_list("member__email", flat=True)),
        "most rows of one person": max(per_person, default=0),
    }


if __name__ == "__main__":
    answer = cast(int(sys.argv[2])) if sys.argv[1] == "cast" else figures()
    sys.stdout.write("\n" + json.dumps(answer) + "\n")
