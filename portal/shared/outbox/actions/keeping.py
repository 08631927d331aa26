"""Letting go: retention, erasing a person, and an operator's second try."""

from datetime import datetime

from django.db import transaction

from portal.shared.outbox.actions.delivery import WITHOUT_CONTENT, wake_worker
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailState


def outdate(*, at: datetime) -> int:
    """Wipe the content of what could not be delivered, and delete rows the log may no longer hold.

    Returns:
        Number of rows wiped or deleted.

    Source: DECISIONS 16, "logs".
    """
    with transaction.atomic():
        wiped = OutboxMail.objects.with_outdated_content(at).update(**WITHOUT_CONTENT)
        deleted, _per_model = OutboxMail.objects.past_keeping(at).delete()
    return wiped + deleted


def erase_recipient(*, kind: str, key: str) -> int:
    """Delete every mail to one person, sent or not, in the transaction of the erasure.

    Returns:
        Number of mails deleted.

    Source: DECISIONS 7; RELIABILITY G30.
    """
    deleted, _per_model = OutboxMail.objects.for_recipient(kind=kind, key=key).delete()
    return deleted


def retry_mail(*, mail: OutboxMail, at: datetime) -> bool:
    """Try a given-up mail again from now, with fresh attempts; for operators.

    Returns:
        False when it isn't given up, or its content is gone.
    """
    with transaction.atomic():
        revived = (
            OutboxMail.objects.filter(pk=mail.pk, state=MailState.GIVEN_UP)
            .exclude(text="")
            .update(state=MailState.QUEUED, attempts=0, next_attempt_at=at, last_error="")
        )
        if revived:
            transaction.on_commit(wake_worker, robust=True)
    return bool(revived)
