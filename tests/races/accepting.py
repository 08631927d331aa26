"""The site in several processes, with many applications for one place, and some with a place of their own.

accepting.py make APPLICATIONS   make the tables, one place that many ask for and are invited to, and as many
                                 applications with a place each; prints who decides where, with their cookies
As a module it is the WSGI application. With ACCEPT_UNLOCKED=1 it is the control: the locks are patched away before
serving, on SQLite the transaction of the decision too, and what was read grows old for a moment (DECISIONS 26).
"""

import json
import os
import sys
import time
from contextlib import nullcontext
from types import SimpleNamespace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.races.guessing_settings")

from portal.wsgi import application

__all__ = ["application"]

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, Site

from events.applications.actions import deciding, rows
from events.applications.listeners import application_listeners
from events.applications.models import Application
from events.applications.states import Side
from events.offers.models import PlacementOffer, PlacementRequest
from tests.factories.exchange_applications import ApplicationFactory, InvitationFactory, PlaceFactory, colleague
from tests.factories.stories import HomePageFactory
from tests.races.signing_up import _sign_in

HOSTS = 4
PAUSE_SECONDS = 0.1

if os.environ.get("ACCEPT_UNLOCKED") == "1":
    # What a decision would do without the locks of the place, the wish and the application.
    def _unlocked_listings(*, offer_id, request_id):
        offer = PlacementOffer.objects.get(pk=offer_id) if offer_id else None
        return offer, PlacementRequest.objects.get(pk=request_id) if request_id else None

    def _unlocked_row(pk):
        return Application.objects.select_related(*rows._BESIDE, "offer", "request").get(pk=pk)

    _require_step = deciding.require_step

    def _slowly(*arguments):
        found = _require_step(*arguments)
        time.sleep(PAUSE_SECONDS)
        return found

    rows.lock_listings, rows.lock_row = _unlocked_listings, _unlocked_row
    deciding.require_step = _slowly
    _take_place = deciding.take_place

    def _take_place_later(*arguments, at):
        # Between the count and the row that it decides on.
        time.sleep(PAUSE_SECONDS)
        _take_place(*arguments, at=at)

    deciding.take_place = _take_place_later
    # What begins on a yes counts on the transaction.
    for _name in application_listeners.names():
        application_listeners.unregister(_name)
    if connection.vendor == "sqlite":
        # IMMEDIATE makes every transaction a lock, so the transaction has to go with it; a mail needs one.
        _tell = deciding._tell

        def _tell_apart(*arguments, **words):
            with transaction.atomic():
                _tell(*arguments, **words)

        deciding._tell = _tell_apart
        deciding.transaction = SimpleNamespace(atomic=nullcontext)


def make(applications: int) -> dict[str, object]:
    if os.environ.get("RACES_TABLES") != "1":
        call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    Locale.objects.get_or_create(language_code="nl")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    home = HomePageFactory(parent=root)
    Site.objects.create(hostname="127.0.0.1", port=80, root_page=home, is_default_site=True, site_name="Test")
    now = timezone.now()
    given = {"created_at": now, "changed_at": now, "last_step_at": now}
    place = PlaceFactory()
    hosts = [place.contact, *(colleague(place.institution) for _ in range(HOSTS - 1))]
    sessions = [_sign_in(place.contact) for _ in range(HOSTS)]
    contended = []
    for number in range(applications):
        if number % 2:
            row = InvitationFactory(
                offer=place, host=hosts[number % HOSTS], host_institution=place.institution, **given
            )
            contended.append([_sign_in(row.guest), row.key])
        else:
            row = ApplicationFactory(offer=place, **given)
            contended.append([sessions[number % HOSTS], row.key])
    apart = []
    for _number in range(applications):
        row = ApplicationFactory(**given)
        apart.append([_sign_in(row.person(Side.HOST)), _sign_in(row.guest), row.key])
    return {"contended": contended, "apart": apart}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(make(*map(int, sys.argv[2:]))))
