"""What the log of check-in holds about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.check_in.actions import forget_person, outdate_log
from events.check_in.models import CheckIn
from events.check_in.rules import KEEP_LOG
from network.models import Member
from portal.shared.registries.crossings import PersonalData, PersonalField


class CheckInPersonalData(PersonalData):
    """When one was checked in, and whom one checked in as organiser."""

    label = _("Check-in at meetups")
    models = (CheckIn,)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="check_in_log",
            label=_("When you were checked in, and by whom"),
            purpose=_("So that organisers at one door don't count someone twice, and a mistake can be found back."),
            kept_for=KEEP_LOG,
            kept_until=_("Until six months after the meetup."),
        ),
        PersonalField(
            name="checked_in_by",
            label=_("Whom you checked in as an organiser"),
            purpose=_("So that your fellow organisers know whom to ask."),
            kept_for=KEEP_LOG,
            kept_until=_("Until six months after the meetup."),
            stays=_("That someone was checked in, without your name."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the lines about this member, and the lines this member wrote without whom they were about."""
        about = CheckIn.objects.filter(registration__member__key=member_key)
        written = CheckIn.objects.filter(by_key=member_key)
        return {
            "check_in_log": [_line(row) for row in _with_meetup(about)],
            "checked_in_by": [_line(row) for row in _with_meetup(written)],
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of the log; see `forget_person`."""
        member = Member.objects.filter(key=member_key).first()
        return forget_person(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep the log no longer than promised."""
        return outdate_log(at=at)


def _with_meetup(rows):
    return rows.select_related("registration__occurrence__meetup__page").order_by("noted_at", "pk")


def _line(row: CheckIn) -> dict[str, str]:
    return {
        "meetup": row.registration.occurrence.meetup.page.title,
        "step": row.step,
        "at": row.at.isoformat(),
    }


CHECK_IN_DATA = CheckInPersonalData()
