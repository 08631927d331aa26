"""What these conversations hold about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.initiative_threads.actions import erase_person, outdate
from network.initiative_threads.models import InitiativeMessage, InitiativeMessageReport, InitiativeThreadClosed
from network.members.models import Member
from portal.shared.registries.crossings import ExportFile, PersonalField
from portal.shared.retention import kept_for


class ThreadsPersonalData:
    """Messages, reports and decisions of one member."""

    label = _("Conversations in joint actions")
    models = (InitiativeMessage, InitiativeMessageReport, InitiativeThreadClosed)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="messages",
            label=_("Messages in joint actions"),
            purpose=_("So that those who take part can talk with each other."),
            kept_for=kept_for("joint_action_talks"),
            kept_until=_("Until you remove them or leave, or a year after the joint action ended."),
        ),
        PersonalField(
            name="reports",
            label=_("Reports of messages"),
            purpose=_("So that a conversation leader can look at what is wrong."),
            kept_for=kept_for("joint_action_talks"),
            kept_until=_("As long as the message."),
        ),
        PersonalField(
            name="decisions",
            label=_("Decisions as conversation leader"),
            purpose=_("So that it can be seen who decided what."),
            kept_for=kept_for("joint_action_talks"),
            kept_until=_("As long as the message."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give everything this member wrote, reported and decided; nothing of what others reported about them."""
        written = InitiativeMessage.objects.filter(member__key=member_key).select_related("initiative")
        reports = InitiativeMessageReport.objects.select_related("message__initiative")
        closed = InitiativeThreadClosed.objects.filter(closed_by__key=member_key).select_related("initiative")
        return {
            "messages": [
                {
                    "in": row.initiative.title,
                    "text": row.text,
                    "state": row.state,
                    "reason": row.state_reason,
                    "placed_at": row.created_at.isoformat(),
                }
                for row in written
            ],
            "reports": [
                {
                    "in": row.message.initiative.title,
                    "reason": row.reason,
                    "text": row.text,
                    "state": row.state,
                    "answer": row.answer,
                    "reported_at": row.created_at.isoformat(),
                }
                for row in reports.filter(reporter__key=member_key)
            ],
            "decisions": [
                *(
                    {"in": row.message.initiative.title, "state": row.state, "answer": row.answer}
                    for row in reports.filter(decided_by__key=member_key)
                ),
                *({"in": row.initiative.title, "state": "closed", "answer": row.reason} for row in closed),
            ],
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: messages are text."""
        return []

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every conversation; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep messages no longer than promised."""
        return outdate(at=at)


THREADS_DATA = ThreadsPersonalData()
