"""Noting what became of a mail."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from portal.shared.outbox.actions.refusing import refuse_topic
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailReport
from portal.shared.outbox.topics import mail_topics, topic_of


def note_report(*, key: str, address: str, report: MailReport, happened_at: datetime, at: datetime) -> bool:
    """Note what a mail service reports of one mail.

    Who complains gets no mail any more that can be done without; who unsubscribes gets none of that kind. What comes
    twice, or in another order, changes nothing: of a mail the latest report stands.

    Parameters:
        key: The row's, as it was given to the service; empty when the service forgot it: then the latest mail to the
            address is meant.
        address: To whom, as the service says; reports about others are dropped, so no strange address is stored.
        report: What happened.
        happened_at: When, as the service says; not later than now.
        at: Now.

    Returns:
        Whether a mail of ours is meant.

    Source: PRODUCT, "home/ and portal/"; RELIABILITY G27.
    """
    with transaction.atomic():
        mail = _meant(key, address)
        if mail is None:
            return False
        moment = min(happened_at, at)
        earlier = Q(reported_at=None) | Q(reported_at__lt=moment)
        # In one second a mail may arrive and be called spam.
        milder = Q(reported_at=moment, report__in=(MailReport.DELIVERED, MailReport.DELAYED))
        is_news = OutboxMail.objects.filter(earlier | milder, pk=mail.pk).update(report=report, reported_at=moment)
        # Once: who wants the mail again after all isn't overruled by a report that comes twice.
        if is_news and report in (MailReport.COMPLAINED, MailReport.UNSUBSCRIBED):
            _refuse(mail, report, at)
    return True


def _meant(key: str, address: str) -> OutboxMail | None:
    mails = OutboxMail.objects.filter(to__iexact=address)
    return mails.filter(key=key).first() if key else mails.order_by("-created_at", "-pk").first()


def _refuse(mail: OutboxMail, report: MailReport, at: datetime) -> None:
    if not mail.recipient_key:
        return
    topic = topic_of(mail.purpose)
    kept = [topic] if topic is not None and report is MailReport.UNSUBSCRIBED else list(mail_topics)
    for one in kept:
        refuse_topic(kind=mail.recipient_kind, key=mail.recipient_key, topic=one.name, at=at)
