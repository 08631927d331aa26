"""What waits on /mijn/: for owners what lapses or came back, for editors what to read, for coordinators a lost host."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import Q, QuerySet
from django.urls import reverse
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
from portal.shared.registries.glances import Asked

MODELS = (PlacementOffer, PlacementRequest)
SHOWN = 10


class OwnListingTodos:
    """What came back from the editors or lapses soon: one query per kind."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the offers and wishes of this member that ask for something."""
        return [_own(model, asked) for model in MODELS]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what waits for the owner."""
        if not viewer.is_member:
            return []
        rows = [
            row for model in MODELS for row in _own(model, Asked.of(member, at)).order_by("lapses_on", "pk")[:SHOWN]
        ]
        return [_came_back(row) if row.state == ListingState.DRAFT else _lapses(row) for row in rows]


class ListingsToRead:
    """The first offers and wishes of people, for editors: one query per kind."""

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give what waits longest, never one's own."""
        if not viewer.is_editor:
            return []
        return [
            TodoItem(
                key=f"offers-read:{row.key}",
                title=_("To read: “%(title)s”") % {"title": row.title},
                url=reverse("offers:judge", kwargs={"kind": row.kind.value, "key": row.key}),
                button=_("Read and decide"),
                deadline_at=answer_due_at(row.submitted_at),
            )
            for model in MODELS
            for row in model.objects.waiting().exclude(**{model.objects.all().owner_path: member})[:SHOWN]
        ]


class OffersWithoutHost:
    """Places of a school whose host left, for who looks after the school."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the schools this member looks after."""
        return [_coordinated(asked)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give them in one query."""
        asked = Asked.of(member, at)
        schools = _coordinated(asked).values("institution")
        rows = PlacementOffer.objects.without_host(on=asked.today).filter(institution__in=schools).order_by("pk")
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


def _own(model: type[PlacementOffer] | type[PlacementRequest], asked: Asked) -> QuerySet:
    came_back = Q(state=ListingState.DRAFT, submitted_at=None) & ~Q(remark="")
    lapses = Q(state__in=LISTED, ends_on=None, lapses_on__gte=asked.today, lapses_on__lte=asked.today + NOTICE)
    return model.objects.owned_by(asked.member_key).filter(came_back | lapses)


def _coordinated(asked: Asked) -> QuerySet:
    return Affiliation.objects.filter(member=asked.member_id).coordinating(asked.today)


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


OWN_LISTING_TODOS = OwnListingTodos()
LISTINGS_TO_READ = ListingsToRead()
OFFERS_WITHOUT_HOST = OffersWithoutHost()
