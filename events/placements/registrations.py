"""What exchanges tell applications, offers, calendars, the clock and the registries of portal.shared."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from events.applications.listeners import application_listeners
from events.calendars.coming import coming_dates
from events.calendars.sources import personal_dates
from events.offers.ways import own_parts
from events.placements import audited, mail_samples, notes
from events.placements.actions import follow_time, remind_managers, remind_week_before
from events.placements.bridges import PLACEMENT_BRIDGES
from events.placements.follows import PLACEMENTS_FOLLOW
from events.placements.models import Placement
from events.placements.own_dates import EXCHANGE_DAYS
from events.placements.parts import EARLIER_EXCHANGES, OWN_EXCHANGES
from events.placements.personal_data import PLACEMENTS_DATA
from events.placements.todos import PLACEMENT_TODOS
from portal.shared.jobs.registry import register_job
from portal.shared.registries.crossings import bridge_sources, institution_moves, personal_data, todo_sources
from portal.shared.registries.moves import ForeignKeyMove

GUESTS = ForeignKeyMove(_("exchanges of guests"), Placement, field="guest_institution")
HOSTS = ForeignKeyMove(_("exchanges of hosts"), Placement, field="host_institution")


def register() -> None:
    """Fill the registries; safe to call twice."""
    application_listeners.register("events.placements", PLACEMENTS_FOLLOW)
    own_parts.register("events.placements", OWN_EXCHANGES, position=20)
    own_parts.register("events.placements.team", EARLIER_EXCHANGES, position=96)
    personal_dates.register("events.placements", EXCHANGE_DAYS)
    coming_dates.register("events.placements", EXCHANGE_DAYS)
    bridge_sources.register("events.placements", PLACEMENT_BRIDGES)
    todo_sources.register("events.placements", PLACEMENT_TODOS)
    # Erasing goes from back to front: looking back erases first, while guest and host are still known.
    personal_data.register("events.placements", PLACEMENTS_DATA, position=60)
    institution_moves.register("events.placement_guests", GUESTS, position=86)
    institution_moves.register("events.placement_hosts", HOSTS, position=87)
    register_job("placements.follow_time", every=timedelta(minutes=15), run=follow_time)
    register_job("placements.week_before", every=timedelta(hours=1), run=remind_week_before)
    register_job("placements.remind_managers", every=timedelta(hours=1), run=remind_managers)
    audited.register()
    notes.register()
    mail_samples.register()
