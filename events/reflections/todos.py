"""What waits for guest and host after an exchange, on /mijn/."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.placements.models import Placement
from events.placements.states import PlacementState
from events.reflections.models import JointSummary, Reflection, ReflectionFinding, ReflectionQuote
from events.reflections.rules import ASKED_FOR_DAYS, SEALED_DAYS, sealed_until
from events.reflections.states import ReleaseState
from events.reflections.words import exchange_title
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.calendar_days.rules import LOCAL_ZONE
from portal.shared.registries.crossings import TodoItem
from portal.shared.retention import kept_for

SHOWN = 10


class ReflectionTodos:
    """A reflection that is due, a sentence or an insight to answer, a summary to say yes to."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give them per exchange, in one query."""
        today = at.astimezone(LOCAL_ZONE).date()
        rows = Placement.objects.filter(
            Q(guest=member) | Q(host=member),
            state=PlacementState.DONE,
            last_day_on__gte=today - kept_for("reflections"),
        )
        side = Case(
            When(guest=member, then=Value(Side.GUEST.value)), default=Value(Side.HOST.value), output_field=CharField()
        )
        mine, here = Q(reflection__author=member), {"placement": OuterRef("pk")}
        quotes = ReflectionQuote.objects.filter(
            mine, reflection__placement=OuterRef("pk"), state=ReleaseState.ASKED
        ).order_by("asked_at", "pk")
        waiting = Q(guest_released_at=None, placement__guest=member) | Q(host_released_at=None, placement__host=member)
        findings = ReflectionFinding.objects.filter(waiting, **here).order_by("proposed_at", "pk")
        rows = rows.select_related("guest_institution", "host_institution", "summary").annotate(
            own_side=side,
            is_in=Exists(Reflection.objects.handed_in().filter(author=member, **here)),
            quote=Subquery(quotes.values("key")[:1]),
            finding=Subquery(findings.values("key")[:1]),
        )
        found = [item for row in rows.order_by("last_day_on", "pk") for item in self._items(row, today=today)]
        return found[:SHOWN]

    def _items(self, row: Placement, *, today: date) -> Iterable[TodoItem]:
        title = {"title": exchange_title(row)}
        if (
            not row.is_in
            and row.last_day_on
            and row.last_day_on >= today - timedelta(days=SEALED_DAYS + ASKED_FOR_DAYS)
        ):
            yield TodoItem(
                key=f"reflection:{row.key}",
                title=_("Look back on “%(title)s”") % title,
                url=reverse("reflections:write", args=[row.key]),
                button=_("Write your reflection"),
                # The last minute of the last day, not the midnight that a reader takes for the next one.
                deadline_at=sealed_until(row.last_day_on) - timedelta(minutes=1),
                explanation=_("Nobody reads it until you both handed in, or until the date is over."),
            )
        if row.quote:
            yield TodoItem(
                key=f"quote:{row.quote}",
                title=_("May a sentence of yours be used? “%(title)s”") % title,
                url=reverse("reflections:quote", args=[row.key, row.quote]),
                button=_("Say yes or no"),
            )
        if row.finding:
            yield TodoItem(
                key=f"finding:{row.finding}",
                title=_("What your exchange says of an insight: do you agree? “%(title)s”") % title,
                url=reverse("reflections:finding", args=[row.key, row.finding]),
                button=_("Read and answer"),
            )
        summary = getattr(row, "summary", None)
        if summary and not summary.story_at and _waits(summary, row.own_side):
            yield TodoItem(
                key=f"summary:{summary.key}",
                title=_("Is your joint summary right as it stands? “%(title)s”") % title,
                url=reverse("reflections:agree", args=[row.key]),
                button=_("Read and say yes"),
            )


def _waits(summary: JointSummary, side: str) -> bool:
    """The other one said yes and this one did not."""
    if side == Side.GUEST:
        return summary.host_agreed_at is not None and summary.guest_agreed_at is None
    return summary.guest_agreed_at is not None and summary.host_agreed_at is None


REFLECTION_TODOS = ReflectionTodos()
