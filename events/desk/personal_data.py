"""What the desk holds about an organiser: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from events.desk.actions import erase_person, outdate
from events.desk.models import OrganiserMessage
from events.registrations.rules import KEEP_ANSWERS
from network.models import Member
from portal.shared.registries.crossings import PersonalData, PersonalField


class DeskPersonalData(PersonalData):
    """What one member wrote to the people of meetups they run."""

    label = _("Messages you sent as an organiser")
    models = (OrganiserMessage,)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="messages",
            label=_("Messages you sent as an organiser"),
            purpose=_("So that people at a meetup hear what they need to know, and the organisers know what was said."),
            kept_for=KEEP_ANSWERS,
            kept_until=_("Until six months after the meetup. Then only the number of people stays."),
            stays=_("How many people got it, without your name and words."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give every message of this member, the oldest first."""
        rows = OrganiserMessage.objects.sent_by(member_key).select_related("occurrence__meetup__page")
        return {
            "messages": [
                {
                    "meetup": row.occurrence.meetup.page.title,
                    "starts_at": row.occurrence.starts_at.isoformat(),
                    "subject": row.subject,
                    "text": row.text,
                    "people": row.recipients,
                    "sent_at": row.sent_at.isoformat(),
                }
                for row in rows.order_by("sent_at", "pk")
            ]
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person and their words out of every message; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep words no longer than promised."""
        return outdate(at=at)


DESK_DATA = DeskPersonalData()
