"""Sending what waits. Rows are held one at a time, for a short while, and never across a transaction."""

import logging
import smtplib
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailRecipientsRefused,
    AnymailSerializationError,
    AnymailUnsupportedFeature,
)
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.shared.outbox.envelope import send_now
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.rules import (
    LEASE,
    MAX_ATTEMPTS,
    AfterFailure,
    Refusal,
    decide_after_failure,
    next_attempt_at,
    note_without_addresses,
    one_line,
    refusal_of_http_status,
    refusal_of_smtp_code,
)
from portal.shared.outbox.states import Delivery, MailState
from portal.shared.outbox.topics import is_refused, mail_renewals, topic_of

logger = logging.getLogger("portal.outbox")

# A run ends well inside a lease, so that the clock it started with stays good enough.
LONGEST_RUN = timedelta(minutes=2)
# With the mail service away each try costs a time-out; the sweep tries again within a minute.
GIVE_RUN_UP_AFTER = 3
NOTE_SENT_TRIES = 5

# What remains of a mail whose content is no longer needed.
WITHOUT_CONTENT = {"subject": "", "text": "", "html": "", "headers": {}, "attachments": []}


class _Attempt(Enum):
    SENT = "sent"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    UNWANTED = "unwanted"


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What one run did. `more_waiting`: it stopped for time, and mails are due."""

    sent: int = 0
    refused: int = 0
    more_waiting: bool = False


@task()
def deliver_waiting() -> dict:
    """Send what waits. It carries no mail itself: losing this task loses nothing.

    Here and not in tasks.py, because `post` enqueues it and delivery modules stand above actions.
    """
    report = deliver(at=timezone.now())
    if report.more_waiting:
        wake_worker()
    return {"sent": report.sent, "refused": report.refused}


def wake_worker() -> None:
    """Ask the worker to look in the outbox, unless it was asked already.

    A task that still waits starts after now, so it sees every row committed before now: one is enough.
    """
    waiting = DBTaskResult.objects.filter(task_path=deliver_waiting.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        deliver_waiting.enqueue()


def deliver(*, at: datetime, limit: int = 500, longest: timedelta = LONGEST_RUN) -> DeliveryReport:
    """Send due mails one by one until none is left, the time is up, or the mail service is away.

    Safe beside other runs: each row is held by one of them. A row whose holder died is free after `LEASE`.

    Parameters:
        at: Now, when the run starts; the time it takes is added.
        limit: Most mails in this run.
        longest: The run starts no mail after this.

    Returns:
        What was sent and what failed. The reasons stand on the rows.

    Source: RELIABILITY, "What follows" 2 and G9, G12.
    """
    clock = _running_clock(at)
    sent = refused = unreachable = 0
    while sent + refused < limit and unreachable < GIVE_RUN_UP_AFTER:
        if clock() - at > longest:
            return DeliveryReport(sent, refused, more_waiting=OutboxMail.objects.due(clock()).exists())
        mail = _hold_next(at=clock())
        if mail is None:
            break
        attempt = _attempt(mail, clock)
        unreachable = unreachable + 1 if attempt is _Attempt.UNREACHABLE else 0
        if attempt is _Attempt.SENT:
            sent += 1
        elif attempt is not _Attempt.UNWANTED:
            refused += 1
    return DeliveryReport(sent, refused, more_waiting=sent + refused >= limit)


def _running_clock(at: datetime) -> Callable[[], datetime]:
    started = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - started)


def _hold_next(*, at: datetime) -> OutboxMail | None:
    """Hold the next due mail; those that may not be tried again are given up on the way."""
    while True:
        # Durable: held inside a caller's transaction, the row would look free to everybody else.
        with transaction.atomic(durable=True):
            mail = OutboxMail.objects.due(at).select_for_update(skip_locked=True).first()
            if mail is None:
                return None
            interrupted = mail.state == MailState.SENDING
            hopeless = mail.attempts >= MAX_ATTEMPTS or (interrupted and mail.delivery == Delivery.AT_MOST_ONCE)
            mail.state = MailState.GIVEN_UP if hopeless else MailState.SENDING
            mail.leased_until = None if hopeless else at + LEASE
            if hopeless:
                mail.last_error = "Interrupted while sending; it may have arrived."
            else:
                mail.attempts += 1
            mail.save(update_fields=["state", "leased_until", "attempts", "last_error"])
        if not hopeless:
            return mail
        logger.error("mail given up key=%s purpose=%s attempts=%s", mail.key, mail.purpose, mail.attempts)


def _renew(mail: OutboxMail, at: datetime) -> bool:
    """Say whether a mail is still to be sent, and bring it up to what its reader may see and wants at this moment."""
    if is_refused(kind=mail.recipient_kind, key=mail.recipient_key, purpose=mail.purpose):
        return False
    if mail.purpose not in mail_renewals:
        return True
    fresh = mail_renewals.get(mail.purpose)(mail.idempotency_key, at)
    if fresh is None:
        return False
    mail.subject, mail.text, mail.html = one_line(fresh.subject)[:250], fresh.text, fresh.html
    return True


def _attempt(mail: OutboxMail, clock: Callable[[], datetime]) -> _Attempt:
    try:
        if topic_of(mail.purpose) is not None and OutboxMail.objects.bounces(mail.to):
            _note_unsent(mail, MailState.BOUNCING)
            return _Attempt.UNWANTED
        if not _renew(mail, clock()):
            _note_unsent(mail, MailState.UNWANTED)
            return _Attempt.UNWANTED
        send_now(mail)
    except Exception as error:  # noqa: BLE001 one bad mail must not keep the others from leaving
        refusal = classify(error)
        _note_failure(mail, error=error, refusal=refusal, at=clock())
        return _Attempt.UNREACHABLE if refusal is Refusal.UNREACHABLE else _Attempt.REFUSED
    _note_sent(mail, at=clock())
    return _Attempt.SENT


def classify(error: Exception) -> Refusal:
    """Tell what an error of the mail backend means for the next attempt.

    What concerns this mail (recipient, text) may be final. What concerns the line or our account with the service is
    mended by the operator, so the mail waits.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _answer in error.recipients.values()]
        return Refusal.FOR_GOOD if all(500 <= code <= 599 for code in codes) else Refusal.FOR_NOW
    if isinstance(error, smtplib.SMTPDataError):
        return refusal_of_smtp_code(error.smtp_code)
    if isinstance(error, AnymailAPIError):
        return refusal_of_http_status(error.status_code)
    if isinstance(error, OSError | ImproperlyConfigured):  # smtplib's other errors are OSErrors too
        return Refusal.UNREACHABLE
    # All recipients refused, or a header, address or part that can't be written; UnicodeError is a ValueError.
    if isinstance(error, AnymailRecipientsRefused | AnymailUnsupportedFeature | AnymailSerializationError | ValueError):
        return Refusal.FOR_GOOD
    return Refusal.FOR_NOW


def may_have_arrived(error: Exception) -> bool:
    """Say whether a mail may have left in spite of an error: yes, unless someone said no or nobody was there."""
    if isinstance(error, AnymailAPIError):
        return error.status_code is None
    said_no = smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused | AnymailRecipientsRefused
    nobody_there = ConnectionRefusedError | socket.gaierror | ImproperlyConfigured
    return not isinstance(error, said_no | nobody_there)


def _note_sent(mail: OutboxMail, *, at: datetime) -> None:
    # Also when someone else holds it by now: it did leave. Insist, because a mail not noted is sent again.
    for tries_left in reversed(range(NOTE_SENT_TRIES)):
        try:
            with transaction.atomic(durable=True):
                OutboxMail.objects.filter(pk=mail.pk).exclude(state=MailState.SENT).update(
                    state=MailState.SENT, sent_at=at, leased_until=None, last_error="", **WITHOUT_CONTENT
                )
        except DatabaseError:
            if not tries_left:
                raise
            logger.warning("mail sent, not noted yet key=%s", mail.key)
            close_old_connections()
            time.sleep(1)
        else:
            return


def _note_unsent(mail: OutboxMail, state: MailState) -> None:
    with transaction.atomic(durable=True):
        OutboxMail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts).update(
            state=state, leased_until=None, last_error="", **WITHOUT_CONTENT
        )


def _note_failure(mail: OutboxMail, *, error: Exception, refusal: Refusal, at: datetime) -> None:
    outcome = decide_after_failure(
        refusal=refusal,
        attempts=mail.attempts,
        copy_forbidden=mail.delivery == Delivery.AT_MOST_ONCE and may_have_arrived(error),
    )
    changes: dict = {
        "leased_until": None,
        "last_error": note_without_addresses(kind=type(error).__name__, answer=_answer_of(error)),
    }
    if outcome is AfterFailure.RETRY:
        changes |= {"state": MailState.QUEUED, "next_attempt_at": next_attempt_at(attempts=mail.attempts, at=at)}
    elif outcome is AfterFailure.FAIL:
        changes |= {"state": MailState.FAILED, **WITHOUT_CONTENT}
    else:
        changes |= {"state": MailState.GIVEN_UP}
    with transaction.atomic(durable=True):
        # `attempts` tells our hold from that of someone who came after us.
        OutboxMail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts).update(**changes)
    level = logging.WARNING if outcome is AfterFailure.RETRY else logging.ERROR
    logger.log(
        level, "mail %s key=%s purpose=%s error=%s", outcome.value, mail.key, mail.purpose, changes["last_error"]
    )


def _answer_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return f"{code} {_text(answer)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    if isinstance(error, AnymailError):  # the text of an API answer may repeat the mail
        return str(error.status_code or "")
    return str(error)


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", errors="replace") if isinstance(answer, bytes) else answer
