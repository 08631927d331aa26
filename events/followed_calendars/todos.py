"""What waits on /mijn/: for editors, calendars and dates to decide about; for coordinators, a calendar that fails."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.followed_calendars.models import FollowedCalendar, FoundEvent
from network.models import Affiliation, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem

RIGHT = "events.change_followedcalendar"


class CalendarTodos:
    """One item for all dates of all calendars, and one per calendar that waits or fails."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what waits for this member, in a fixed number of queries."""
        items = []
        if viewer.is_editor and member.has_perm(RIGHT):
            items += self._for_editors(at)
        return [*items, *self._for_coordinators(member, at)]

    @staticmethod
    def _for_editors(at: datetime) -> list[TodoItem]:
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

    @staticmethod
    def _for_coordinators(member: Member, at: datetime) -> list[TodoItem]:
        schools = Affiliation.objects.filter(member=member).coordinating(timezone.localdate(at)).values("institution")
        rows = FollowedCalendar.objects.broken().filter(institution__in=schools).select_related("institution")
        return [
            TodoItem(
                key=f"followed-calendar-broken:{row.key}",
                title=_("The calendar of %(school)s can't be read") % {"school": row.institution},
                url=reverse("followed_calendars:of_school", args=[row.institution.slug]),
                button=_("Look at the address"),
                explanation=row.get_problem_display(),
            )
            for row in rows
        ]


def _item(name: str, title: str, button: str) -> TodoItem:
    return TodoItem(
        key=f"followed-calendars:{name}", title=title, url=reverse("followed_calendars_desk"), button=button
    )


CALENDAR_TODOS = CalendarTodos()
