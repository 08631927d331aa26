"""Sending what waits for devices: one row at a time, never across a transaction, as the outbox of mail does."""

import http.client
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from network.push.actions.keeping import WITHOUT_WORDS
from network.push.models import PushMessage, PushSubscription, PushWish
from network.push.rules import PushAnswer, payload, read_answer, seconds_left
from network.push.states import PushState
from network.push.wire import BadKeys, NoKey, send
from portal.shared.http_guard import AddressRefused
from portal.shared.outbox.rules import (
    LEASE,
    MAX_ATTEMPTS,
    AfterFailure,
    Refusal,
    decide_after_failure,
    next_attempt_at,
)

logger = logging.getLogger("portal.push")

# A run ends well inside a lease.
LONGEST_RUN = timedelta(minutes=2)
# With the network away each try costs a time-out; the sweep tries again within a minute.
GIVE_RUN_UP_AFTER = 3
LONGEST_PATIENCE = timedelta(hours=4)
_REFUSALS = {
    PushAnswer.REFUSED: Refusal.FOR_GOOD,
    PushAnswer.LATER: Refusal.FOR_NOW,
    PushAnswer.UNREACHABLE: Refusal.UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one attempt: the meaning, the reason in a word, and how long the service asks to wait."""

    answer: PushAnswer
    reason: str = ""
    wait: timedelta = timedelta(0)


@task()
def deliver_pushes() -> int:
    """Send what waits. It carries no message itself: losing this task loses nothing."""
    return send_waiting(at=timezone.now())


def wake_worker() -> None:
    """Ask the worker to look, unless it was asked already."""
    waiting = DBTaskResult.objects.filter(task_path=deliver_pushes.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        deliver_pushes.enqueue()


def send_waiting(*, at: datetime, limit: int = 1000, longest: timedelta = LONGEST_RUN) -> int:
    """Send due messages one by one until none is left, the time is up, or no push service answers.

    Safe beside other runs: each row is held by one of them. A row whose holder died is free after the lease; the
    device then shows the message once, as both carry one tag.

    Parameters:
        at: Now, when the run starts; the time it takes is added.
        limit: Most messages in this run.
        longest: The run starts no message after this.

    Returns:
        Number of messages that a push service took.

    Source: RELIABILITY G9, G12; RFC 8030.
    """
    started, sent, unreachable = time.monotonic(), 0, 0

    def clock() -> datetime:
        return at + timedelta(seconds=time.monotonic() - started)

    for _turn in range(limit):
        if clock() - at > longest or unreachable >= GIVE_RUN_UP_AFTER:
            break
        message = _hold_next(at=clock())
        if message is None:
            break
        outcome = _attempt(message, clock)
        _note(message, outcome, at=clock())
        unreachable = unreachable + 1 if outcome.answer is PushAnswer.UNREACHABLE else 0
        sent += outcome.answer is PushAnswer.TAKEN
    return sent


def _hold_next(*, at: datetime) -> PushMessage | None:
    """Hold the next due message that is still wanted; the others are closed on the way."""
    while True:
        # Durable: held inside a caller's transaction, the row would look free to everybody else.
        with transaction.atomic(durable=True):
            message = PushMessage.objects.due(at).select_for_update(skip_locked=True).first()
            if message is None:
                return None
            closed = _closing_state(message, at)
            if closed is None:
                message.state, message.leased_until = PushState.SENDING, at + LEASE
                message.attempts += 1
                message.save(update_fields=["state", "leased_until", "attempts"])
                return message
            _close(message, closed)


def _closing_state(message: PushMessage, at: datetime) -> PushState | None:
    if message.attempts >= MAX_ATTEMPTS:
        return PushState.GIVEN_UP
    if seconds_left(expires_at=message.expires_at, at=at) <= 0:
        return PushState.EXPIRED
    wish = PushWish.objects.filter(purpose=message.purpose, member__push_subscriptions=message.subscription_id)
    return None if wish.exists() else PushState.UNWANTED


def _close(message: PushMessage, state: PushState) -> None:
    words = {} if state == PushState.GIVEN_UP else WITHOUT_WORDS
    PushMessage.objects.filter(pk=message.pk).update(state=state, leased_until=None, **words)


def _attempt(message: PushMessage, clock: Callable[[], datetime]) -> _Outcome:
    device = PushSubscription.objects.filter(pk=message.subscription_id).first()
    if device is None:  # removed a moment ago, and the message with it
        return _Outcome(PushAnswer.DEVICE_GONE)
    at = clock()
    content = payload(title=message.title, text=message.text, path=message.path, tag=message.key)
    try:
        answer = send(
            endpoint=device.endpoint,
            p256dh=device.p256dh,
            auth=device.auth,
            content=content,
            ttl_seconds=max(seconds_left(expires_at=message.expires_at, at=at), 1),
            urgency=message.urgency,
            at=at,
        )
    except (AddressRefused, BadKeys) as error:
        # What a browser never gives: the device can't be reached now or later.
        return _Outcome(PushAnswer.DEVICE_GONE, type(error).__name__)
    except (OSError, http.client.HTTPException, NoKey) as error:
        return _Outcome(PushAnswer.UNREACHABLE, type(error).__name__)
    wait = min(timedelta(seconds=answer.retry_after or 0), LONGEST_PATIENCE)
    return _Outcome(read_answer(answer.status), str(answer.status), wait)


def _note(message: PushMessage, outcome: _Outcome, *, at: datetime) -> None:
    # `attempts` tells our hold from that of someone who came after us.
    held = PushMessage.objects.filter(pk=message.pk, state=PushState.SENDING, attempts=message.attempts)
    if outcome.answer is PushAnswer.TAKEN:
        with transaction.atomic(durable=True):
            held.update(state=PushState.SENT, sent_at=at, leased_until=None, last_error="", **WITHOUT_WORDS)
            PushSubscription.objects.filter(pk=message.subscription_id).update(last_ok_at=at)
        return
    if outcome.answer is PushAnswer.DEVICE_GONE:
        # The browser ended it, or the phone is gone; the other messages for it go along.
        with transaction.atomic(durable=True):
            PushSubscription.objects.filter(pk=message.subscription_id).delete()
        logger.info("device gone key=%s reason=%s", message.key, outcome.reason)
        return
    after = decide_after_failure(refusal=_REFUSALS[outcome.answer], attempts=message.attempts)
    changes: dict = {"leased_until": None, "last_error": outcome.reason}
    if after is AfterFailure.RETRY:
        moment = max(next_attempt_at(attempts=message.attempts, at=at), at + outcome.wait)
        changes |= {"state": PushState.QUEUED, "next_attempt_at": moment}
    elif after is AfterFailure.FAIL:
        changes |= {"state": PushState.FAILED, **WITHOUT_WORDS}
    else:
        changes |= {"state": PushState.GIVEN_UP}
    with transaction.atomic(durable=True):
        held.update(**changes)
    level = logging.WARNING if after is AfterFailure.RETRY else logging.ERROR
    logger.log(level, "push %s key=%s purpose=%s reason=%s", after.value, message.key, message.purpose, outcome.reason)
