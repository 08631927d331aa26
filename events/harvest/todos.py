"""What waits on /mijn/ after a date: how it was, and what one promised (portal.shared.registries)."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.harvest.models import Promise
from events.harvest.querysets import took_part
from events.harvest.rules import FEEDBACK_OPEN, FIRST_REMINDER, feedback_closes_at
from events.harvest.states import Naming
from events.meetups.states import OccurrenceState
from events.registrations.models import Registration
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked

SHOWN = 10
_END_OF_DAY = time(23, 59)


class HarvestTodos:
    """Dates one can still answer about, promises that are asked or due, and for organisers what is late."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give what this member did not answer, promised, or asked others to do."""
        return [_rows_unanswered(asked), Promise.objects.of(asked.member_key).open(), _rows_late(asked)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what waits for this member, in three queries."""
        asked = Asked.of(member, at)
        return [*_unanswered(asked), *_promised(asked), *_late(asked)]


def _rows_unanswered(asked: Asked) -> QuerySet:
    mine = Registration.objects.filter(member=asked.member_id, feedback=None, occurrence__state=OccurrenceState.PLANNED)
    return took_part(mine.filter(occurrence__ends_at__lte=asked.at, occurrence__ends_at__gt=asked.at - FEEDBACK_OPEN))


def _rows_late(asked: Asked) -> QuerySet:
    return Promise.objects.open().filter(
        due_on__lt=asked.today, harvest__occurrence__meetup__organiser_rows__member=asked.member_id
    )


def _unanswered(asked: Asked) -> list[TodoItem]:
    rows = _rows_unanswered(asked).select_related("occurrence__meetup__page").order_by("occurrence__ends_at", "pk")
    return [
        TodoItem(
            key=f"feedback:{row.key}",
            title=_("How was “%(title)s”?") % {"title": row.occurrence.meetup.page.title},
            url=reverse("harvest:own_feedback", args=[row.key]),
            button=_("Say how it was"),
            deadline_at=feedback_closes_at(row.occurrence.ends_at),
            explanation=_("Three questions, one minute. The organisers don't see who answers."),
        )
        for row in rows[:SHOWN]
    ]


def _promised(asked: Asked) -> list[TodoItem]:
    today = asked.today
    rows = Promise.objects.of(asked.member_key).open().select_related("harvest__occurrence__meetup__page")
    due = [row for row in rows if row.naming == Naming.ASKED or row.due_on <= today + FIRST_REMINDER]
    return [_item(row, is_late=row.due_on < today) for row in due[:SHOWN]]


def _item(row: Promise, *, is_late: bool) -> TodoItem:
    meetup = {"title": row.harvest.occurrence.meetup.page.title}
    is_asked = row.naming == Naming.ASKED
    if is_late:
        explanation = (
            _("Promised at “%(title)s”. Its day has passed: say that it is done, or when it will be.") % meetup
        )
    elif is_asked:
        explanation = _("Put down at “%(title)s”. May your name stand there?") % meetup
    else:
        explanation = _("Promised at “%(title)s”.") % meetup
    return TodoItem(
        key=f"promise:{row.key}",
        title=_("You promised: %(promise)s") % {"promise": row.text},
        url=reverse("harvest:own_promise", args=[row.key]),
        button=_("Look at it") if is_asked else _("Done, or more time"),
        deadline_at=timezone.make_aware(datetime.combine(row.due_on, _END_OF_DAY)),
        explanation=explanation,
    )


def _late(asked: Asked) -> list[TodoItem]:
    """Give a line per date, of the meetups this member runs, on which a promise is late."""
    by_date: dict[int, list[Promise]] = {}
    for row in _rows_late(asked).select_related("harvest__occurrence__meetup__page"):
        by_date.setdefault(row.harvest.occurrence_id, []).append(row)
    return [_late_item(late) for late in list(by_date.values())[:SHOWN]]


def _late_item(late: list[Promise]) -> TodoItem:
    date = late[0].harvest.occurrence
    words = ngettext("A promise of “%(title)s” is late", "%(n)d promises of “%(title)s” are late", len(late)) % {
        "n": len(late),
        "title": date.meetup.page.title,
    }
    return TodoItem(
        key=f"late-promises:{date.key}",
        title=words,
        url=reverse("harvest:desk", args=[date.meetup.key, date.key]),
        button=_("See who is late"),
        explanation=_("Ask how it stands, or note that it is done or dropped."),
    )


HARVEST_TODOS = HarvestTodos()
