"""The site in several processes, and one meetup, or one series, that many sign up for at once.

signing_up.py make MEMBERS SEATS DATES    make the tables, the meetup, and people who are signed in; prints their
                                          cookies. DATES 0: one date; else a series of so many, booked as a whole
As a module it is the WSGI application. With SIGNUP_UNLOCKED=1 it is the control: the lock is patched away before
serving, and on SQLite the transaction around the decision too (DECISIONS 26). With SIGNUP_MAIL_APART=1 it is the
control of the kills: the mail of a sign-up is put in the outbox a moment after its commit.
"""

import json
import os
import sys
import time
from contextlib import nullcontext
from datetime import timedelta
from types import SimpleNamespace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.races.guessing_settings")

from portal.wsgi import application

__all__ = ["application"]

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

from events.meetups.models import Occurrence
from events.meetups.states import Booking
from events.registrations.actions import booking, rows, signing_up
from network.models import Member
from tests.factories.events import AgendaFactory, MeetupFactory, OccurrenceFactory
from tests.factories.stories import HomePageFactory

PAUSE_SECONDS = 0.05

if os.environ.get("SIGNUP_UNLOCKED") == "1":
    # What a sign-up would do without the lock of the date.
    def _unlocked(pks, *, with_page=True):
        return list(Occurrence.objects.select_related("meetup__page").filter(pk__in=list(pks)).order_by("pk"))

    def _slowly(decide):
        def decided(*arguments):
            found = decide(*arguments)
            # Between the count of the seats and the row that it decides on: a fast machine would seldom meet itself.
            time.sleep(PAUSE_SECONDS)
            return found

        return decided

    rows.lock_these = _unlocked
    booking.lock_meetup = lambda meetup: meetup
    signing_up.entering_state = _slowly(signing_up.entering_state)
    booking._entering_state = _slowly(booking._entering_state)
    if connection.vendor == "sqlite":
        # IMMEDIATE makes every transaction a lock, so the transaction has to go with it; a mail needs one.
        _tell = signing_up.tell_entered

        def _tell_apart(row, *, at):
            with transaction.atomic():
                _tell(row, at=at)

        signing_up.tell_entered = _tell_apart
        signing_up.transaction = SimpleNamespace(atomic=nullcontext)
        _tell_booked = booking.tell_booked

        def _tell_booked_apart(*args, at):
            with transaction.atomic():
                _tell_booked(*args, at=at)

        booking.tell_booked = _tell_booked_apart
        booking.transaction = SimpleNamespace(atomic=nullcontext)

if os.environ.get("SIGNUP_MAIL_APART") == "1":
    _tell_inside = signing_up.tell_entered

    def _tell_later(row, *, at):
        def post():
            time.sleep(0.2)
            with transaction.atomic():
                _tell_inside(row, at=at)

        transaction.on_commit(post)

    signing_up.tell_entered = _tell_later


def make(members: int, seats: int, dates: int) -> dict[str, object]:
    if os.environ.get("RACES_TABLES") != "1":
        call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    Locale.objects.get_or_create(language_code="nl")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    home = HomePageFactory(parent=root)
    Site.objects.create(hostname="127.0.0.1", port=80, root_page=home, is_default_site=True, site_name="Test")
    kind = Booking.SERIES if dates else Booking.PER_DATE
    meetup = MeetupFactory(page__parent=AgendaFactory(parent=home), page__slug="race", booking=kind)
    starts_at = timezone.now() + timedelta(days=30)
    for number in range(dates or 1):
        date = OccurrenceFactory(meetup=meetup, seats_on_site=seats, starts_at=starts_at + number * timedelta(days=7))
    meetup.organiser_rows.create(member=Member.objects.create_user("organisator@x.example", standing="member"))
    cookies = [_sign_in(meetup.organisers.get())]
    for number in range(members):
        person = Member.objects.create_user(f"lid{number}@x.example", standing="member")
        cookies.append(_sign_in(person))
    path = "/agenda/race/aanmelden/" if dates else f"/agenda/race/aanmelden/{date.key}/"
    organiser, *signed_in = cookies
    settings_path = f"/agenda/plannen/{meetup.key}/instellingen/"
    return {"path": path, "cookies": signed_in, "organiser": organiser, "settings": settings_path}


def _sign_in(person: Member) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


if __name__ == "__main__":
    sys.stdout.write(json.dumps(make(*map(int, sys.argv[2:]))))
