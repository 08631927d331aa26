"""What subjects hand to the outbox: plain values, complete, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.shared.outbox.states import Delivery


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file in a mail. `mimetype` may carry parameters, e.g. "text/calendar; method=REQUEST"."""

    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail to one address.

    `idempotency_key` names the occasion, e.g. "registration:KEY:confirmed:2"; a second mail with the same key is never
    sent. `recipient_kind` and `recipient_key` say whose mail it is ("member", KEY), so that it can be erased; both are
    empty for someone without a login, whose mail is found by address.
    """

    purpose: str
    idempotency_key: str
    to: str
    subject: str
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    recipient_kind: str = ""
    recipient_key: str = ""
    delivery: Delivery = Delivery.AT_LEAST_ONCE
