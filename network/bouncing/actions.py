"""Trying whether an address works again."""

from datetime import datetime, timedelta

from django.db import transaction

from network.bouncing.errors import TooManyTestMails
from network.bouncing.mails import TEST_PURPOSE, trial_mail
from network.members.models import Member
from portal.shared.limits.actions import allow
from portal.shared.links.actions import make_link, revoke_links, use_link
from portal.shared.links.models import SecretLink
from portal.shared.mail_reports.actions import note_report
from portal.shared.outbox.actions import post
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailReport

LINK_KIND = "bouncing.member"
LINK_VALID = timedelta(days=3)
TESTS_PER_DAY = 3
DAY_SECONDS = 24 * 60 * 60


def send_test_mail(*, member: Member, at: datetime) -> OutboxMail:
    """Send a mail with a link that says that it arrived; an earlier link stops.

    Parameters:
        member: Who is signed in; it goes to that member's own address.
        at: Now.

    Raises:
        TooManyTestMails: TESTS_PER_DAY were sent today.
    """
    if not allow(name="bouncing.test", who=member.key, limit=TESTS_PER_DAY, window_seconds=DAY_SECONDS, at=at):
        raise TooManyTestMails
    with transaction.atomic():
        revoke_links(subject_kind=LINK_KIND, subject_key=member.key, at=at)
        _link, token = make_link(
            purpose=TEST_PURPOSE, subject_kind=LINK_KIND, subject_key=member.key, valid_for=LINK_VALID, at=at
        )
        return post(trial_mail(member, token, at=at), at=at)


def confirm_arrival(*, link: SecretLink, at: datetime) -> bool:
    """Note that the last test mail arrived, for its link was opened; all mail comes again from now on.

    Parameters:
        link: From the address; holding it proves that the mail was read.
        at: Now.

    Returns:
        False when the mail is not in the log any more.

    Raises:
        LinkError: The link was used, withdrawn or is over; decided under its lock.
    """
    with transaction.atomic():
        use_link(link=link, at=at)
        sent = OutboxMail.objects.for_recipient(kind="member", key=link.subject_key).filter(purpose=TEST_PURPOSE)
        mail = sent.order_by("-created_at", "-pk").first()
        if mail is None:
            return False
        return note_report(key=mail.key, address=mail.to, report=MailReport.DELIVERED, happened_at=at, at=at)
