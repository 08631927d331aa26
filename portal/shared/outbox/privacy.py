"""What the outbox knows about a person, and how it goes (DECISIONS 7, 16)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from portal.shared.outbox.actions import erase_recipient, erase_refusals, outdate
from portal.shared.outbox.models import MailRefusal, OutboxMail
from portal.shared.registries.crossings import ExportFile, PersonalField, personal_data
from portal.shared.retention import kept_for

MEMBER = "member"


class MailLog:
    """Mails to a member: until sent the whole mail, afterwards purpose, address and moments."""

    label = _("Mail to you")
    models = (OutboxMail, MailRefusal)
    fields = (
        PersonalField(
            name="mail",
            label=_("Mail to you"),
            purpose=_("To send it, and to find out why a mail did not arrive."),
            kept_for=kept_for("mail_log"),
            kept_until=_("90 days after it was written; the text goes as soon as the mail is sent."),
        ),
        PersonalField(
            name="refusals",
            label=_("Which mail you do not want"),
            purpose=_("So that we do not send it."),
            kept_for=None,
            kept_until=_("until you change it"),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the log of mails to this member, oldest first."""
        rows = OutboxMail.objects.for_recipient(kind=MEMBER, key=member_key).order_by("created_at", "pk")
        return {
            "mails": [
                {
                    "purpose": mail.purpose,
                    "to": mail.to,
                    "state": mail.state,
                    "subject": mail.subject,
                    "text": mail.text,
                    "created_at": mail.created_at.isoformat(),
                    "sent_at": mail.sent_at.isoformat() if mail.sent_at else None,
                    "report": mail.report,
                }
                for mail in rows
            ],
            "refused": list(
                MailRefusal.objects.filter(recipient_kind=MEMBER, recipient_key=member_key).values_list(
                    "topic", flat=True
                )
            ),
        }

    def files(self, member_key: str) -> Iterable[ExportFile]:
        """Give none: what was attached can be downloaded where it belongs."""
        return ()

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete every mail to this member, sent or not."""
        return erase_recipient(kind=MEMBER, key=member_key) + erase_refusals(kind=MEMBER, key=member_key)

    def outdate(self, *, at: datetime) -> int:
        """Wipe and delete what was kept long enough."""
        return outdate(at=at)


def register() -> None:
    """Enter the mail log; called when the app is ready."""
    if "shared.outbox" not in personal_data:
        personal_data.register("shared.outbox", MailLog(), position=900)
