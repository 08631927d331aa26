"""Writes of the outbox: put a mail in, send what waits, let go of what is old."""

from portal.shared.outbox.actions.delivery import deliver, deliver_waiting, wake_worker
from portal.shared.outbox.actions.keeping import (
    claim_mails,
    erase_recipient,
    hold_mails,
    hold_unsent,
    leave_mails,
    leave_purpose,
    outdate,
    retry_mails,
    retry_purpose,
)
from portal.shared.outbox.actions.posting import OutsideTransaction, post
from portal.shared.outbox.actions.refusing import erase_refusals, refuse_topic, welcome_topic

__all__ = [
    "OutsideTransaction",
    "claim_mails",
    "deliver",
    "deliver_waiting",
    "erase_recipient",
    "erase_refusals",
    "hold_mails",
    "hold_unsent",
    "leave_mails",
    "leave_purpose",
    "outdate",
    "post",
    "refuse_topic",
    "retry_mails",
    "retry_purpose",
    "wake_worker",
    "welcome_topic",
]
