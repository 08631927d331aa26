"""Writes of the outbox: put a mail in, send what waits, let go of what is old."""

from portal.shared.outbox.actions.delivery import deliver, deliver_waiting, wake_worker
from portal.shared.outbox.actions.keeping import erase_recipient, outdate, retry_mail
from portal.shared.outbox.actions.posting import OutsideTransaction, post

__all__ = [
    "OutsideTransaction",
    "deliver",
    "deliver_waiting",
    "erase_recipient",
    "outdate",
    "post",
    "retry_mail",
    "wake_worker",
]
