"""What fixed groups tell meetups, the clock and the registries of portal.shared."""

from datetime import timedelta

from events.cohorts import mail_samples
from events.cohorts.actions import tell_new_dates
from events.cohorts.consents import COHORT_CONSENTS
from events.cohorts.listeners import COHORTS_FOLLOW
from events.cohorts.personal_data import COHORTS_DATA
from events.cohorts.sections import OWN_GROUPS
from events.cohorts.todos import CLOSING_TODOS, COHORT_TODOS, NOTE_REPORT_TODOS
from events.cohorts.ways import COHORT_WAYS
from events.meetups.desk_ways import desk_sources
from events.meetups.listeners import occurrence_listeners
from portal.shared.jobs.registry import register_job
from portal.shared.registries.consents import consent_sources
from portal.shared.registries.crossings import own_sections, personal_data, todo_sources


def register() -> None:
    """Fill the registries; safe to call twice."""
    # After registrations: they bring a date to rest first.
    occurrence_listeners.register("events.cohorts", COHORTS_FOLLOW, position=120)
    desk_sources.register("events.cohorts", COHORT_WAYS)
    own_sections.register("events.cohorts", OWN_GROUPS, position=15)
    todo_sources.register("events.cohorts", COHORT_TODOS)
    todo_sources.register("events.cohorts.closing", CLOSING_TODOS)
    todo_sources.register("events.cohorts.reports", NOTE_REPORT_TODOS)
    consent_sources.register("events.cohorts", COHORT_CONSENTS)
    personal_data.register("cohorts", COHORTS_DATA)
    register_job("cohorts.new_dates", every=timedelta(minutes=5), run=tell_new_dates)
    mail_samples.register()
