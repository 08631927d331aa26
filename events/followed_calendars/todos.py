"""What waits on /mijn/: for editors, calendars and dates to decide about; for coordinators, a calendar that fails."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.followed_calendars.models import FollowedCalendar, FoundEvent
from network.models import Affiliation, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked

RIGHT = "events.change_followedcalendar"


class CalendarDeskTodos:
    """For editors: one item for all dates of all calendars, and one for all calendars that wait."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what waits for an editor, in two queries; nothing for anyone else."""
        if not (viewer.is_editor and member.has_perm(RIGHT)):
            return []
        calendars, dates = FollowedCalendar.objects.waiting().count(), FoundEvent.objects.waiting(at).count()
        items = []
        if calendars:
            title = ngettext(
                "%(n)d calendar of a school to look at", "%(n)d calendars of schools to look at", calendars
            )
            items.append(_item("calendars", title % {"n": calendars}, _("Look and decide")))
        if dates:
            title = ngettext(
                "%(n)d date from a calendar of a school to decide about",
                "%(n)d dates from calendars of schools to decide about",
                dates,
            )
            items.append(_item("dates", title % {"n": dates}, _("Look and decide")))
        return items


class BrokenCalendarTodos:
    """For who looks after a school: one item per calendar of it that fails."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the calendars that fail."""
        return [self._rows(asked)]

    @staticmethod
    def _rows(asked: Asked) -> QuerySet:
        schools = Affiliation.objects.filter(member=asked.member_id).coordinating(asked.today).values("institution")
        return FollowedCalendar.objects.broken().filter(institution__in=schools)

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give them, in one query."""
        return [
            TodoItem(
                key=f"followed-calendar-broken:{row.key}",
                title=_("The calendar of %(school)s can't be read") % {"school": row.institution},
                url=reverse("followed_calendars:of_school", args=[row.institution.slug]),
                button=_("Look at the address"),
                explanation=row.get_problem_display(),
            )
            for row in self._rows(Asked.of(member, at)).select_related("institution")
        ]


def _item(name: str, title: str, button: str) -> TodoItem:
    return TodoItem(
        key=f"followed-calendars:{name}", title=title, url=reverse("followed_calendars_desk"), button=button
    )


CALENDAR_DESK_TODOS = CalendarDeskTodos()
BROKEN_CALENDAR_TODOS = BrokenCalendarTodos()
