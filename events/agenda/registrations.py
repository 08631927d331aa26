"""What the agenda tells the clock and the registries of portal.shared."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

import events.agenda.contexts
import events.agenda.meetup  # noqa: F401 - importing a contexts module registers its page types
from events.agenda import searchable
from events.agenda.listeners import SEARCH_FOLLOWS
from events.agenda.sections import MEETUPS_OF_SCHOOL
from events.agenda.suggestions import MEETUP_DATES
from events.agenda.tasks import follow_time
from events.meetups.listeners import occurrence_listeners
from portal.shared.jobs.registry import register_job
from portal.shared.registries.crossings import ThemeWay, date_sources, institution_sections, theme_ways
from search.results.ways import SearchWay, search_ways


def _meetups(*, theme: str, factor: str) -> str:
    return f"/agenda/?thema={theme}"


MEETUPS_ON_THEME = ThemeWay(_("Meetups about this"), _meetups)


def _agenda(question: str) -> str:
    return "/agenda/"


LOOK_IN_THE_AGENDA = SearchWay(_("Look in the agenda"), _agenda)


def register() -> None:
    """Fill the registries; safe to call twice."""
    searchable.register()
    search_ways.register("events.agenda", LOOK_IN_THE_AGENDA, position=30)
    institution_sections.register("events.meetups", MEETUPS_OF_SCHOOL, position=35)
    date_sources.register("events.meetups", MEETUP_DATES)
    occurrence_listeners.register("events.search", SEARCH_FOLLOWS, position=90)
    register_job("agenda.follow_time", every=timedelta(minutes=15), run=follow_time)
    theme_ways.register("events.meetups", MEETUPS_ON_THEME, position=25)
