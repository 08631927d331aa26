"""Whom a message goes to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from events.desk.states import STATES_OF, Group
from events.meetups.models import Occurrence
from events.registrations.models import Registration


@dataclass(frozen=True, slots=True)
class Audience:
    """People of one date: of these groups and, where it says so, of one way of taking part, session and school.

    `session` is the key of a session, `school` the slug of an institution; empty means any.
    """

    groups: Sequence[str]
    mode: str = ""
    session: str = ""
    school: str = ""


def readers_of(occurrence: Occurrence, audience: Audience) -> list[Registration]:
    """Give who gets a message, with their members, each address once.

    Nobody who closed the account, and nobody whose address is not proven.
    """
    states = [state for group in audience.groups for state in STATES_OF[Group(group)]]
    reachable = Q(member__is_active=True) | (Q(member=None) & ~Q(guest_email=""))
    rows = Registration.objects.filter(reachable, occurrence=occurrence, state__in=states)
    if audience.mode:
        rows = rows.filter(mode=audience.mode)
    if audience.session:
        rows = rows.filter(sessions__key=audience.session)
    if audience.school:
        rows = rows.filter(institution__slug=audience.school)
    by_address: dict[str, Registration] = {}
    for row in rows.select_related("member").order_by("pk"):
        address = (row.member.email if row.member else row.guest_email).strip().lower()
        # Someone who signed up twice, as guest and as member, reads it once, as member.
        if row.member_id or address not in by_address:
            by_address[address] = row
    return list(by_address.values())
