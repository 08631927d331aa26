"""Seats that are offered to someone, on /mijn/."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from events.meetups.states import OccurrenceState
from events.registrations.models import Registration, SeriesBooking
from events.registrations.states import RegistrationState
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import TodoItem
from portal.shared.registries.glances import Asked

SHOWN = 10


class RegistrationTodos:
    """Offered seats, with their deadline."""

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the offers to this member."""
        return [_offers(asked), _offers_of_series(asked)]

    def todos(self, member: Member, viewer: Viewer, *, at: datetime) -> Iterable[TodoItem]:
        """Give the offers that can still be answered, of dates and of whole series, in two queries."""
        asked = Asked.of(member, at)
        single = [
            TodoItem(
                key=f"registration:{row.key}",
                title=_("A seat for you: “%(title)s”") % {"title": row.occurrence.meetup.page.title},
                url=reverse("registrations:answer", args=[row.key]),
                button=_("Say whether you come"),
                deadline_at=row.hold_ends_at,
                explanation=_("If you do nothing, the seat goes to the next in line."),
            )
            for row in _offers(asked).select_related("occurrence__meetup__page").order_by("hold_ends_at", "pk")[:SHOWN]
        ]
        return [*single, *_series(asked)]


def _offers(asked: Asked) -> QuerySet:
    return Registration.objects.filter(
        member=asked.member_id,
        state=RegistrationState.OFFERED,
        hold_ends_at__gt=asked.at,
        occurrence__state=OccurrenceState.PLANNED,
        occurrence__starts_at__gt=asked.at,
        series_booking=None,
    )


def _offers_of_series(asked: Asked) -> QuerySet:
    return SeriesBooking.objects.running(asked.at).filter(
        member=asked.member_id, state=RegistrationState.OFFERED, hold_ends_at__gt=asked.at
    )


def _series(asked: Asked) -> list[TodoItem]:
    """Give one thing to do per series, however many dates it has."""
    offers = _offers_of_series(asked)
    return [
        TodoItem(
            key=f"booking:{booking.key}",
            title=_("A seat in the series for you: “%(title)s”") % {"title": booking.meetup.page.title},
            url=reverse("registrations:answer_booking", args=[booking.key]),
            button=_("Say whether you come"),
            deadline_at=booking.hold_ends_at,
            explanation=_("It is for all coming dates. If you do nothing, the seat goes to the next in line."),
        )
        for booking in offers.select_related("meetup__page").order_by("hold_ends_at", "pk")[:SHOWN]
    ]


REGISTRATION_TODOS = RegistrationTodos()
