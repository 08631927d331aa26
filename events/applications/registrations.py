"""What applications tell offers, the clock and the registries of portal.shared."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from events.applications import mail_samples, notes
from events.applications.actions import run_clock
from events.applications.listings import APPLICATIONS_FOLLOW
from events.applications.models import Application
from events.applications.personal_data import APPLICATIONS_DATA
from events.applications.sections import OWN_APPLICATIONS
from events.applications.todos import APPLICATION_TODOS, REPORT_TODOS
from events.applications.ways import ASK_WAYS, INVITE_WAYS, WATCH_PART
from events.offers.listeners import listing_listeners
from events.offers.ways import offer_parts, offer_ways, own_parts, request_ways
from portal.shared.jobs.registry import register_job
from portal.shared.registries.crossings import institution_moves, personal_data, todo_sources
from portal.shared.registries.moves import ForeignKeyMove

GUEST_SCHOOLS = ForeignKeyMove(_("Applications of guests"), Application, field="guest_institution")
HOST_SCHOOLS = ForeignKeyMove(_("Applications at hosts"), Application, field="host_institution")


def register() -> None:
    """Fill the registries; safe to call twice."""
    listing_listeners.register("events.applications", APPLICATIONS_FOLLOW)
    offer_ways.register("events.applications", ASK_WAYS, position=10)
    request_ways.register("events.applications", INVITE_WAYS, position=10)
    offer_parts.register("events.applications", WATCH_PART, position=10)
    own_parts.register("events.applications", OWN_APPLICATIONS, position=20)
    todo_sources.register("events.applications", APPLICATION_TODOS)
    todo_sources.register("events.applications.reports", REPORT_TODOS)
    institution_moves.register("events.applications.guests", GUEST_SCHOOLS)
    institution_moves.register("events.applications.hosts", HOST_SCHOOLS)
    # After offers, which hand over to a colleague first, and exchanges, which end what was agreed.
    personal_data.register("applications", APPLICATIONS_DATA, position=110)
    register_job("applications.clock", every=timedelta(hours=1), run=run_clock)
    mail_samples.register()
    notes.register()
