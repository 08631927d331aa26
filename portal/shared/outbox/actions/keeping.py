"""Letting go: retention, erasing a person, and an operator's second try."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from portal.shared.audit_log.actions import note
from portal.shared.outbox.actions.delivery import WITHOUT_CONTENT, wake_worker
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.querysets import OutboxMailQuerySet
from portal.shared.outbox.states import STRANDED, MailState


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


def claim_mails(*, to: str, kind: str, key: str) -> int:
    """Note whose the mails are that went to an address before it was known to be theirs, so that they go along.

    Parameters:
        to: The address, as it was mailed; they have proven to own it.
        kind: E.g. "member".
        key: Theirs.

    Returns:
        Number of mails that were nobody's.
    """
    return OutboxMail.objects.filter(to=to, recipient_kind="").update(recipient_kind=kind, recipient_key=key)


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
        held = OutboxMail.objects.unsent().update(
            state=MailState.GIVEN_UP, leased_until=None, next_attempt_at=at, last_error=reason[:200]
        )
        if held:
            note("mail.held", at=at, number=held)
    return held


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
            note("mail.sent_again", about=("purpose", purpose), at=at, number=revived)
            transaction.on_commit(wake_worker, robust=True)
    return revived


def retry_mails(*, keys: Collection[str], at: datetime) -> int:
    """Send these mails from now on: given-up ones afresh, waiting ones without their wait; for operators.

    Parameters:
        keys: Of the mails; what can't be sent any more (without its text, sent, being sent) is left alone.
        at: Now.

    Returns:
        How many are sent.
    """
    rows = OutboxMail.objects.filter(key__in=keys, state__in=(MailState.GIVEN_UP, MailState.QUEUED)).exclude(text="")
    again = {"state": MailState.QUEUED, "attempts": 0, "next_attempt_at": at, "last_error": ""}
    return _decide("mail.sent_again", rows, again, at=at, wakes=True)


def hold_mails(*, keys: Collection[str], reason: str, at: datetime) -> int:
    """Keep these waiting mails from leaving by themselves; for operators. They can be sent or let go later.

    Parameters:
        keys: Of the mails; only those that wait are held.
        reason: Shown to operators in place of an error.
        at: Now; the text is kept for some days from here.

    Returns:
        How many are held.
    """
    rows = OutboxMail.objects.filter(key__in=keys, state=MailState.QUEUED)
    held = {"state": MailState.GIVEN_UP, "next_attempt_at": at, "last_error": reason[:200]}
    return _decide("mail.held", rows, held, at=at)


def leave_mails(*, keys: Collection[str], at: datetime) -> int:
    """Let these mails go unsent, with their text; for operators. What was sent, or is being sent, is left alone.

    Parameters:
        keys: Of the mails.
        at: Now.

    Returns:
        How many are let go.
    """
    rows = OutboxMail.objects.filter(key__in=keys, state__in=(*STRANDED, MailState.QUEUED))
    return _decide("mail.let_go", rows, {"state": MailState.UNWANTED, **WITHOUT_CONTENT}, at=at)


def _decide(kind: str, rows: OutboxMailQuerySet, changes: dict, *, at: datetime, wakes: bool = False) -> int:
    with transaction.atomic():
        # Held first: a sender that takes one of them meanwhile would be overruled.
        found = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", "purpose"))
        OutboxMail.objects.filter(pk__in=[pk for pk, _purpose in found]).update(leased_until=None, **changes)
        for purpose, number in sorted(Counter(purpose for _pk, purpose in found).items()):
            note(kind, about=("purpose", purpose), at=at, number=number)
        if found and wakes:
            transaction.on_commit(wake_worker, robust=True)
    return len(found)


def leave_purpose(*, purpose: str) -> int:
    """Let all mails of one purpose go that could not be delivered, with their text; for operators. Gives how many."""
    with transaction.atomic():
        mails = OutboxMail.objects.stranded().filter(purpose=purpose)
        left = mails.update(state=MailState.UNWANTED, **WITHOUT_CONTENT)
        if left:
            note("mail.let_go", about=("purpose", purpose), number=left)
    return left
