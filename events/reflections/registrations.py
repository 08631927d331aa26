"""What looking back tells placements, offers, the clock and the registries of portal.shared."""

from datetime import timedelta

from events.offers.ways import own_parts
from events.placements.listeners import placement_listeners
from events.placements.ways import placement_parts
from events.reflections import mail_samples
from events.reflections.actions import note_pages, open_in_time, remind_writers
from events.reflections.consents import REFLECTION_CONSENTS
from events.reflections.evidence import FINDING_SOURCE
from events.reflections.listeners import REFLECTIONS_FOLLOW
from events.reflections.parts import LOOKING_BACK, OWN_REFLECTIONS
from events.reflections.personal_data import REFLECTIONS_DATA
from events.reflections.todos import REFLECTION_TODOS
from portal.shared.jobs.registry import register_job
from portal.shared.pages.listeners import listen
from portal.shared.registries.consents import consent_sources
from portal.shared.registries.crossings import evidence_hands, evidence_sources, personal_data, todo_sources


def register() -> None:
    """Fill the registries; safe to call twice."""
    placement_listeners.register("events.reflections", REFLECTIONS_FOLLOW)
    placement_parts.register("events.reflections", LOOKING_BACK)
    own_parts.register("events.reflections", OWN_REFLECTIONS, position=40)
    todo_sources.register("events.reflections", REFLECTION_TODOS)
    consent_sources.register("events.reflections", REFLECTION_CONSENTS)
    evidence_sources.register(FINDING_SOURCE.kind, FINDING_SOURCE)
    evidence_hands.register(FINDING_SOURCE.kind, FINDING_SOURCE)
    # Behind placements in reading order, so erased before them: they then forget who was in an exchange.
    personal_data.register("reflections", REFLECTIONS_DATA, position=70)
    listen(note_pages)
    register_job("reflections.reminders", every=timedelta(hours=1), run=remind_writers)
    register_job("reflections.opening", every=timedelta(hours=1), run=open_in_time)
    mail_samples.register()
