"""What registrations tell meetups, the clock and the registries of portal.shared."""

from datetime import timedelta

from allauth.account.signals import email_confirmed
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.meetups.listeners import mail_counters, occurrence_listeners, people_counters, step_listeners
from events.registrations import audited, figures, mail_samples, notes
from events.registrations.actions import merge_guest, remind, sweep
from events.registrations.listeners import REGISTRATIONS_COUNT, REGISTRATIONS_FOLLOW, REGISTRATIONS_MAIL
from events.registrations.models import Registration
from events.registrations.personal_data import REGISTRATIONS_DATA
from events.registrations.sections import COMING_DATES
from events.registrations.series_listener import SERIES_FOLLOW
from events.registrations.todos import REGISTRATION_TODOS
from portal.shared.jobs.registry import register_job
from portal.shared.registries.crossings import institution_moves, own_sections, personal_data, todo_sources
from portal.shared.registries.moves import ForeignKeyMove

REGISTRATIONS = ForeignKeyMove(_("registrations for meetups"), Registration)


def take_over_guest(sender, request, email_address, **kwargs) -> None:
    """Make a guest's registrations the member's own, once the address is proven."""
    merge_guest(member=email_address.user, email=email_address.email, at=timezone.now())


def register() -> None:
    """Fill the registries; safe to call twice."""
    occurrence_listeners.register("events.registrations", REGISTRATIONS_FOLLOW)
    step_listeners.register("events.registrations", SERIES_FOLLOW)
    mail_counters.register("events.registrations", REGISTRATIONS_MAIL)
    people_counters.register("events.registrations", REGISTRATIONS_COUNT)
    personal_data.register("registrations", REGISTRATIONS_DATA)
    institution_moves.register("events.registrations", REGISTRATIONS, position=82)
    register_job("registrations.settle", every=timedelta(minutes=5), run=sweep)
    register_job("registrations.remind", every=timedelta(minutes=15), run=remind)
    mail_samples.register()
    audited.register()
    figures.register()
    notes.register()
    todo_sources.register("registrations", REGISTRATION_TODOS)
    own_sections.register("events.registrations", COMING_DATES, position=10)
    email_confirmed.connect(take_over_guest, dispatch_uid="events.registrations.take_over_guest")
