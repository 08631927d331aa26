"""Putting a mail in the outbox."""

import base64
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from portal.shared.keys import new_key
from portal.shared.outbox.actions.delivery import wake_worker
from portal.shared.outbox.messages import OutgoingMail
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.rules import one_line
from portal.shared.outbox.states import MailState
from portal.shared.outbox.topics import is_refused, unsubscribe_headers


class OutsideTransaction(RuntimeError):
    """A mail was posted outside the transaction that changes what it tells of."""

    def __init__(self, purpose: str) -> None:
        super().__init__(
            f"post({purpose!r}) was called outside transaction.atomic(). "
            "Post a mail in the transaction of the change it tells of, so that both happen or neither."
        )


def post(message: OutgoingMail, *, at: datetime) -> OutboxMail:
    """Write a mail into the outbox, in the caller's transaction; on commit only the worker is woken.

    Parameters:
        message: The mail, complete.
        at: Now; it may be sent from this moment.

    Returns:
        The row; for an occasion that was posted before, the first row, unchanged, whatever became of it. A mail that
        its reader refused is noted without content and never sent.

    Raises:
        OutsideTransaction: There is no transaction to write in.

    Source: DECISIONS 1; RELIABILITY G10.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(message.purpose)
    key = new_key()
    reader = {"kind": message.recipient_kind, "key": message.recipient_key, "purpose": message.purpose}
    if is_refused(**reader):
        return _unwanted(message, key, at)
    headers = dict(message.headers)
    # A mail with a one-click address of its own, about one thing, keeps it; any other ends its whole topic.
    if "List-Unsubscribe-Post" not in headers:
        headers |= unsubscribe_headers(**reader)
    mail, _made = OutboxMail.objects.get_or_create(
        idempotency_key=message.idempotency_key,
        defaults={
            "key": key,
            "purpose": message.purpose,
            "to": one_line(message.to),
            "subject": one_line(message.subject)[:250],
            "text": message.text,
            "html": message.html,
            "headers": {name: one_line(value) for name, value in headers.items()},
            "attachments": [
                {
                    "name": one_line(attachment.name),
                    "content": base64.b64encode(attachment.content).decode("ascii"),
                    "mimetype": attachment.mimetype,
                }
                for attachment in message.attachments
            ],
            "recipient_kind": message.recipient_kind,
            "recipient_key": message.recipient_key,
            "delivery": message.delivery,
            # Fixed here, so that a copy sent after a crash carries the same one and mail programs fold the two.
            "message_id": _message_id(key),
            "next_attempt_at": at,
            "created_at": at,
        },
    )
    # Robust: the change is committed already; a failure to wake must not look like a failure to the member. The sweep
    # finds the row within a minute.
    transaction.on_commit(wake_worker, robust=True)
    return mail


def _message_id(key: str) -> str:
    return f"<{key}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or 'localhost'}>"


def _unwanted(message: OutgoingMail, key: str, at: datetime) -> OutboxMail:
    """Note that the occasion was there, and that the reader wants no such mail; nothing is sent or kept of it."""
    mail, _made = OutboxMail.objects.get_or_create(
        idempotency_key=message.idempotency_key,
        defaults={
            "key": key,
            "purpose": message.purpose,
            "to": one_line(message.to),
            "recipient_kind": message.recipient_kind,
            "recipient_key": message.recipient_key,
            "message_id": _message_id(key),
            "state": MailState.UNWANTED,
            "next_attempt_at": at,
            "created_at": at,
        },
    )
    return mail
