"""The meetups someone signed up for, as dates of their own calendar."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from events.calendars.entries import CalendarEntry, entry_of
from events.calendars.rules import tombstones_since
from events.calendars.sources import PersonalMark
from events.feeds.components import BROKEN, for_entries
from events.feeds.marks import Joined, with_mark
from events.meetups.models import Occurrence
from events.meetups.states import Mode, OccurrenceState
from events.registrations.models import Registration
from events.registrations.states import ACTIVE, RegistrationState
from portal.shared.pages.addresses import with_addresses

logger = logging.getLogger("portal.events.feeds")
# Who gets the address to take part online: who comes, and online.
_KNOWS_ADDRESS = (RegistrationState.CONFIRMED,)


@dataclass(frozen=True, slots=True)
class RegisteredDates:
    """Every date of which the registration stands: certain with a seat, tentative without one.

    Attributes:
        meetup_id: Only the dates of this meetup; None means of all.
    """

    meetup_id: int | None = None

    def mark(self, member_key: str, *, since: datetime, at: datetime) -> PersonalMark:
        """Give the mark of these dates and of where the member stands at each."""
        rows = with_mark(self._dates(member_key, since=since, at=at))
        rows = rows.annotate(
            whole=Joined("mark", "registrations__state", "registrations__mode"),
        )
        found = list(
            rows.values_list("whole", "changed_at", "registrations__changed_at", "meetup__page__last_published_at")
        )
        moments = [moment for _text, *moments in found for moment in moments if moment is not None]
        return PersonalMark("\n".join(text for text, *_moments in found), max(moments, default=None))

    def entries(self, member_key: str, *, since: datetime, at: datetime) -> Sequence[CalendarEntry]:
        """Give the dates in order; one that can't be shown is left out and logged."""
        rows = (
            Registration.objects.of(member_key)
            .active()
            .filter(occurrence__in=self._dates(member_key, since=since, at=at))
        )
        standing = {row.occurrence_id: row for row in rows}
        dates = list(for_entries(self._dates(member_key, since=since, at=at)))
        with_addresses([date.meetup.page for date in dates])
        return [entry for date in dates if (entry := _entry(date, standing.get(date.pk))) is not None]

    def _dates(self, member_key: str, *, since: datetime, at: datetime):
        """Give the announced dates at which this member's registration stands, each once, in order."""
        kept = Q(state=OccurrenceState.PLANNED) | Q(cancelled_at__gte=tombstones_since(at))
        mine = Q(registrations__member__key=member_key, registrations__state__in=[state.value for state in ACTIVE])
        rows = Occurrence.objects.announced().filter(mine, kept, ends_at__gte=since).order_by("starts_at", "pk")
        return rows if self.meetup_id is None else rows.filter(meetup=self.meetup_id)


def _entry(date: Occurrence, registration: Registration | None) -> CalendarEntry | None:
    if registration is None:
        return None
    is_certain = registration.state == RegistrationState.CONFIRMED
    knows = registration.state in _KNOWS_ADDRESS and registration.mode == Mode.ONLINE
    try:
        return entry_of(date, with_online_address=knows, note=_note(registration), is_certain=is_certain)
    except BROKEN:
        logger.exception("Date %s is left out of a personal feed", date.pk)
        return None


def _note(registration: Registration) -> str:
    return {
        RegistrationState.HELD: _("Your registration isn't confirmed yet."),
        RegistrationState.WAITING_APPROVAL: _("The organisers still decide whether you can come."),
        RegistrationState.WAITLISTED: _("You are on the waitlist."),
        RegistrationState.OFFERED: _("A seat is offered to you. Say on the website whether you take it."),
    }.get(RegistrationState(registration.state), "")


REGISTERED_DATES = RegisteredDates()
