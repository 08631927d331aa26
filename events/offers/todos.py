"""What waits on /mijn/: for owners what lapses or came back, for editors what to read, for coordinators a lost host."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from events.offers.mails import step_path
from events.offers.models import PlacementOffer, PlacementRequest
from events.offers.rules import NOTICE
from events.offers.states import LISTED, ListingState, Step
from network.models import Affiliation, Member
from portal.shared.audiences.rules import Viewer
from portal.shared.calendar_days.rules import LOCAL_ZONE
from portal.shared.conversations.rules import answer_due_at
from portal.shared.registries.crossings import TodoItem

MODELS = (PlacementOffer, PlacementRequest)
SHOWN = 10


class ListingTodos:
    """One query per kind for owners, one per kind for editors, and one for who looks after a school."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what waits for this member, in a fixed number of queries."""
        if not viewer.is_member:
            return []
        today = timezone.localdate(at)
        return [
            *(item for model in MODELS for item in self._own(model, member, today)),
            *(item for model in MODELS for item in self._to_read(model, member) if viewer.is_editor),
            *(self._without_host(member, today) if viewer.institution_ids else []),
        ]

    @staticmethod
    def _own(model, member: Member, today: date) -> list[TodoItem]:
        came_back = Q(state=ListingState.DRAFT, submitted_at=None) & ~Q(remark="")
        lapses = Q(state__in=LISTED, ends_on=None, lapses_on__gte=today, lapses_on__lte=today + NOTICE)
        rows = model.objects.owned_by(member.key).filter(came_back | lapses).order_by("lapses_on", "pk")[:SHOWN]
        return [_came_back(row) if row.state == ListingState.DRAFT else _lapses(row) for row in rows]

    @staticmethod
    def _to_read(model, editor: Member) -> list[TodoItem]:
        others = model.objects.waiting().exclude(**{model.objects.all().owner_path: editor})
        return [
            TodoItem(
                key=f"offers-read:{row.key}",
                title=_("To read: “%(title)s”") % {"title": row.title},
                url=reverse("offers:judge", kwargs={"kind": row.kind.value, "key": row.key}),
                button=_("Read and decide"),
                deadline_at=answer_due_at(row.submitted_at),
            )
            for row in others[:SHOWN]
        ]

    @staticmethod
    def _without_host(member: Member, today: date) -> list[TodoItem]:
        schools = Affiliation.objects.filter(member=member).coordinating(today).values("institution")
        rows = PlacementOffer.objects.without_host(on=today).filter(institution__in=schools).order_by("pk")
        return [
            TodoItem(
                key=f"offers-host:{row.key}",
                title=_("“%(title)s” has no host any more") % {"title": row.title},
                url=reverse("offers:take_over", kwargs={"key": row.key}),
                button=_("Take it over"),
                explanation=_("A colleague whose work at your school is confirmed can take it over, too."),
            )
            for row in rows[:SHOWN]
        ]


def _came_back(listing: PlacementOffer | PlacementRequest) -> TodoItem:
    return TodoItem(
        key=f"offers-remark:{listing.key}",
        title=listing.title,
        url=step_path(listing, Step.CHANGE),
        button=_("Read and change"),
        explanation=_("The editors ask for a change before it goes online: %(remark)s") % {"remark": listing.remark},
    )


def _lapses(listing: PlacementOffer | PlacementRequest) -> TodoItem:
    return TodoItem(
        key=f"offers-lapses:{listing.key}",
        title=_("Does “%(title)s” still hold?") % {"title": listing.title},
        url=step_path(listing, Step.CONFIRM),
        button=_("Say that it still holds"),
        deadline_at=datetime.combine(listing.lapses_on, time(17), tzinfo=LOCAL_ZONE),
    )


LISTING_TODOS = ListingTodos()
