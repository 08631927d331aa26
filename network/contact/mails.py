"""What is mailed about messages and connections. No mail holds anyone's address, in its headers neither."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from network.contact.models import Message, MessageReport
from network.contact.states import ReportReason
from network.members.mails import mail_to
from network.members.models import Connection, Member
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.states import Delivery


def _mail(
    name: str, *, to: Member, occasion: str, context: dict, delivery: Delivery = Delivery.AT_LEAST_ONCE
) -> OutgoingMail:
    purpose = f"network.contact_{name}"
    return mail_to(
        to, app="network/contact", name=name, purpose=purpose, occasion=occasion, context=context, delivery=delivery
    )


def message_mail(*, message: Message, to: Member) -> OutgoingMail:
    """Tell someone that a member wrote to them; they read and answer on the site.

    At most once: after a crash it is given up rather than sent twice, and the message still waits on /mijn/.

    Source: RELIABILITY G9.
    """
    path = reverse("contact:thread", args=[message.conversation.key])
    context = {"sender_name": str(message.sender), "message": message.text, "path": path}
    return _mail("message", to=to, occasion=message.key, context=context, delivery=Delivery.AT_MOST_ONCE)


def report_mails(*, report: MessageReport, leaders: Iterable[Member]) -> list[OutgoingMail]:
    """Tell the conversation leaders that a report waits."""
    path = reverse("contact:desk_detail", args=[report.message.key])
    context = {"reason": ReportReason(report.reason).label, "path": path}
    return [_mail("reported", to=leader, occasion=report.key, context=context) for leader in leaders]


def outcome_mails(reports: Iterable[MessageReport], *, is_upheld: bool) -> list[OutgoingMail]:
    """Tell those who reported what came of it."""
    return [
        _mail("outcome", to=row.reporter, occasion=row.key, context={"is_upheld": is_upheld, "answer": row.answer})
        for row in reports
        if row.reporter is not None and row.reporter.is_active
    ]


def removed_mail(*, message: Message, reason: str, until: datetime | None) -> list[OutgoingMail]:
    """Tell the sender that a message was removed and, where that is so, until when they can't write."""
    if message.sender is None or not message.sender.is_active:
        return []
    return [_mail("removed", to=message.sender, occasion=message.key, context={"reason": reason, "until": until})]


def request_mail(*, connection: Connection) -> OutgoingMail:
    """Tell someone that a member wants to connect."""
    context = {"asker_name": str(connection.requested_by), "note": connection.note, "path": reverse("contact:people")}
    return _mail("request", to=connection.asked, occasion=connection.key, context=context)


def accepted_mail(*, connection: Connection) -> OutgoingMail:
    """Tell who asked that the other one said yes."""
    context = {"other_name": str(connection.asked), "path": connection.asked.get_absolute_url()}
    return _mail("accepted", to=connection.requested_by, occasion=connection.key, context=context)
