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


def hold_unsent(*, reason: str, at: datetime) -> int:
    """Give up every mail that waits, so that none leaves by itself; an operator sends what should leave after all.

    For after a restore: what waited when the backup was made may have left since (RELIABILITY G15).

    Parameters:
        reason: Shown to the operator in place of an error.
        at: Now; the text is kept for some days from here.

    Returns:
        How many mails were held.
    """
    with transaction.atomic():
        return OutboxMail.objects.unsent().update(
            state=MailState.GIVEN_UP, leased_until=None, next_attempt_at=at, last_error=reason[:200]
        )


def retry_purpose(*, purpose: str, at: datetime) -> int:
    """Try all given-up mails of one purpose again from now; for operators. Gives how many.

    Parameters:
        purpose: E.g. "events.reminder".
        at: Now.
    """
    with transaction.atomic():
        mails = OutboxMail.objects.filter(purpose=purpose, state=MailState.GIVEN_UP).exclude(text="")
        revived = mails.update(state=MailState.QUEUED, attempts=0, next_attempt_at=at, last_error="")
        if revived:
            transaction.on_commit(wake_worker, robust=True)
    return revived


def leave_purpose(*, purpose: str) -> int:
    """Let all mails of one purpose go that could not be delivered, with their text; for operators. Gives how many."""
    with transaction.atomic():
        mails = OutboxMail.objects.stranded().filter(purpose=purpose)
        return mails.update(state=MailState.UNWANTED, **WITHOUT_CONTENT)
