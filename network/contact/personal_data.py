"""What contact holds about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from network.contact.actions import erase_person, outdate
from network.contact.models import Block, Conversation, Message, MessageReport, WritingStop
from network.members.models import Member
from portal.shared.registries.crossings import ExportFile, PersonalField
from portal.shared.retention import kept_for


class ContactPersonalData:
    """Messages, blocks, reports and stops of one member."""

    label = _("Messages")
    models = (Conversation, Message, Block, MessageReport, WritingStop)
    fields: Sequence[PersonalField] = (
        PersonalField(
            name="messages",
            label=_("Messages to and from other members"),
            purpose=_("So that members reach each other without seeing each other's e-mail address."),
            kept_for=kept_for("messages"),
            kept_until=_("Twelve months. If you leave, what you wrote goes at once."),
        ),
        PersonalField(
            name="blocks",
            label=_("Whom you blocked"),
            purpose=_("So that nothing of them reaches you."),
            kept_for=None,
            kept_until=_("Until you take the block away or leave."),
        ),
        PersonalField(
            name="message_reports",
            label=_("Reports of messages, and decisions on them"),
            purpose=_("So that a conversation leader can look at what is wrong."),
            kept_for=kept_for("messages"),
            kept_until=_("Until a year after the decision."),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give what this member wrote, blocked and reported. Of what others wrote, only the moment: it is theirs."""
        member = Member.objects.filter(key=member_key).first()
        if member is None:
            return {}
        sent = Message.objects.filter(sender=member).select_related("conversation").order_by("created_at", "pk")
        received = Message.objects.filter(conversation__in=Conversation.objects.of(member)).read_by(member)
        stop = WritingStop.objects.filter(member=member).first()
        reports = MessageReport.objects.filter(reporter=member)
        return {
            # A withheld message looks sent to its writer, in the export too.
            "sent": [
                {"conversation": row.conversation.key, "text": row.text, "at": row.created_at.isoformat()}
                for row in sent
            ],
            "received": [row.created_at.isoformat() for row in received.exclude(sender=member)],
            "blocked": [{"at": row.at.isoformat()} for row in Block.objects.filter(blocker=member)],
            "reports": [
                {"reason": row.reason, "text": row.text, "state": row.state, "answer": row.answer} for row in reports
            ],
            "decisions": list(MessageReport.objects.filter(decided_by=member).values_list("answer", flat=True)),
            "stop": {"until": stop.until.isoformat(), "reason": stop.reason} if stop else None,
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give no files: messages are text."""
        return ()

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Take the person out of every conversation; see `erase_person`."""
        member = Member.objects.filter(key=member_key).first()
        return erase_person(member=member) if member else 0

    def outdate(self, *, at: datetime) -> int:
        """Keep messages and reports no longer than promised."""
        return outdate(at=at)


CONTACT_DATA = ContactPersonalData()
