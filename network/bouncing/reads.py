"""What a member may know of mail to the own address. Nobody else is told: not a coordinator, not an organiser."""

from dataclasses import dataclass
from datetime import datetime

from network.bouncing.mails import TEST_PURPOSE
from network.members.models import Member
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailReport, MailState


@dataclass(frozen=True, slots=True)
class Bounce:
    """That mail to an address comes back: since when, and what became of the last test.

    `tested_at` is when the last test mail was asked for, None without one since then; `test_is_waiting` says that it
    did not come back (yet).
    """

    address: str
    since: datetime
    tested_at: datetime | None = None
    test_is_waiting: bool = False


def bounce_of(member: Member) -> Bounce | None:
    """Give what is wrong with the address that a member is mailed at; None when nothing is known to be."""
    since = OutboxMail.objects.bounced_since(member.email)
    if since is None:
        return None
    tests = OutboxMail.objects.for_recipient(kind="member", key=member.key).filter(
        purpose=TEST_PURPOSE, to=member.email, created_at__gte=since
    )
    test = tests.order_by("-created_at", "-pk").first()
    if test is None:
        return Bounce(member.email, since)
    came_back = test.report == MailReport.BOUNCED or test.state in (MailState.FAILED, MailState.GIVEN_UP)
    return Bounce(member.email, since, tested_at=test.created_at, test_is_waiting=not came_back)
