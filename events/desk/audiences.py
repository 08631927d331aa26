"""Whom a message goes to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from events.desk.rules import shows_names
from events.desk.states import STATES_OF, Group, Reach
from events.meetups.models import Occurrence
from events.meetups.states import OccurrenceState
from events.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class Audience:
    """People of a date: of these groups and, where it says so, of one way of taking part, session and school.

    `session` is the key of a session, `school` the slug of an institution; empty means any. `reach` says which dates
    of the series count too; a session belongs to one date.
    """

    groups: Sequence[str]
    mode: str = ""
    session: str = ""
    school: str = ""
    reach: Reach = Reach.DATE


def dates_of(occurrence: Occurrence, reach: Reach, *, at: datetime) -> list[int]:
    """Give the ids of the dates a message reaches, of which organisers still see the people, in their order.

    A date that was called off counts only when the message was written for it.
    """
    if reach == Reach.DATE:
        return [occurrence.pk]
    dates = Occurrence.objects.filter(meetup=occurrence.meetup_id, state=OccurrenceState.PLANNED)
    if reach == Reach.LATER:
        dates = dates.filter(starts_at__gte=occurrence.starts_at)
    return [row.pk for row in dates.order_by("starts_at", "pk") if shows_names(ends_at=row.ends_at, at=at)]


def readers_of(dates: Iterable[int], audience: Audience) -> list[Registration]:
    """Give who gets a message, with their members and dates, each address once: the row of their first date.

    Nobody who closed the account, and nobody whose address is not proven.

    Parameters:
        dates: Ids of occurrences, see `dates_of`.
        audience: Of them these people.
    """
    states = [state for group in audience.groups for state in STATES_OF[Group(group)]]
    reachable = Q(member__is_active=True) | (Q(member=None) & ~Q(guest_email=""))
    rows = Registration.objects.filter(reachable, occurrence__in=dates, state__in=states)
    if audience.mode:
        rows = rows.filter(mode=audience.mode)
    if audience.session:
        rows = rows.filter(sessions__key=audience.session)
    if audience.school:
        rows = rows.filter(institution__slug=audience.school)
    by_address: dict[str, Registration] = {}
    for row in rows.select_related("member", "occurrence").order_by("occurrence__starts_at", "pk"):
        address = (row.member.email if row.member else row.guest_email).strip().lower()
        # Someone who signed up twice, as guest and as member, reads it once, as member.
        if address not in by_address or (row.member_id and not by_address[address].member_id):
            by_address[address] = row
    return list(by_address.values())
