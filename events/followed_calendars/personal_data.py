"""What followed calendars hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.followed_calendars.actions import erase_person
from events.followed_calendars.models import FollowedCalendar, FoundEvent
from network.models import Member
from portal.shared.registries.crossings import ExportFile, PersonalField


class FollowedCalendarsData:
    """Which calendars one member proposed, and what the same person decided as an editor."""

    label = _("Work on the calendar of a school")
    models = (FollowedCalendar, FoundEvent)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="proposed_calendars",
            label=_("Calendars you proposed"),
            purpose=_("So that you hear when a calendar can't be read any more."),
            kept_for=None,
            kept_until=_("As long as the calendar is in the list."),
            stays=_("If you leave, it stays without your name."),
        ),
        PersonalField(
            name="calendar_decisions",
            label=_("What you decided about calendars and their dates"),
            purpose=_("So that the editors know who decided."),
            kept_for=None,
            kept_until=_("As long as the calendar is in the list."),
            stays=_("If you leave, it stays without your name."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the calendars this member proposed, and what they decided."""
        proposed = FollowedCalendar.objects.filter(proposed_by__key=member_key).order_by("proposed_at", "pk")
        calendars = FollowedCalendar.objects.filter(decided_by__key=member_key).order_by("decided_at", "pk")
        dates = FoundEvent.objects.filter(decided_by__key=member_key).order_by("decided_at", "pk")
        return {
            "proposed_calendars": [{"address": row.address, "at": row.proposed_at.isoformat()} for row in proposed],
            "calendar_decisions": [
                *({"what": row.address, "state": row.state, "reason": row.reason} for row in calendars),
                *({"what": row.title, "state": row.state} for row in dates),
            ],
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files."""
        return []

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every calendar and decision."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Nothing here has an end of its own."""
        return 0


FOLLOWED_CALENDARS_DATA = FollowedCalendarsData()
