"""What followed calendars tell the registries of portal.shared."""

from django.utils.translation import gettext_lazy as _

from events.followed_calendars import mail_samples, tasks
from events.followed_calendars.models import FollowedCalendar
from events.followed_calendars.personal_data import FOLLOWED_CALENDARS_DATA
from events.followed_calendars.sections import CALENDARS_OF_SCHOOL
from events.followed_calendars.todos import BROKEN_CALENDAR_TODOS, CALENDAR_DESK_TODOS
from portal.shared.registries.crossings import institution_moves, institution_sections, personal_data, todo_sources
from portal.shared.registries.moves import ForeignKeyMove

CALENDARS = ForeignKeyMove(_("followed calendars"), FollowedCalendar)


def register() -> None:
    """Fill the registries; safe to call twice."""
    tasks.register()
    mail_samples.register()
    personal_data.register("events.followed_calendars", FOLLOWED_CALENDARS_DATA)
    todo_sources.register("events.followed_calendars", CALENDAR_DESK_TODOS)
    todo_sources.register("events.followed_calendars.broken", BROKEN_CALENDAR_TODOS)
    institution_sections.register("events.followed_calendars", CALENDARS_OF_SCHOOL, position=90)
    institution_moves.register("events.followed_calendars", CALENDARS, position=82)
