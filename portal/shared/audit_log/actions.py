"""Writes of the audit log: a line more, and letting go of what is old or of someone erased."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.shared.audit_log.acting import acting
from portal.shared.audit_log.models import AuditLine
from portal.shared.audit_log.querysets import MEMBER
from portal.shared.audit_log.registry import audit_kinds
from portal.shared.audit_log.states import ActorKind

# Who acts where nobody does: the clock, the worker.
NOBODY = ""


class LineOutsideTransaction(RuntimeError):
    """A line was written outside the transaction of the act it tells of."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"note({kind!r}) was called outside transaction.atomic(). "
            "Write the line in the transaction of the act it tells of, so that both happen or neither."
        )


def note(
    kind: str,
    *,
    about: tuple[str, str] = ("", ""),
    by: str | None = None,
    at: datetime | None = None,
    **data: object,
) -> AuditLine:
    """Write down that something was done, in the caller's transaction.

    Parameters:
        kind: A registered kind, e.g. "member.closed".
        about: Kind and key of what it was done to, e.g. ("member", KEY).
        by: Key of the member who did it; NOBODY for the portal itself. None: whoever is behind the request at hand.
        at: Now; None is this very moment.
        data: More about it as JSON values. No names, no addresses, no words that someone wrote.

    Returns:
        The line.

    Raises:
        NotRegistered: No subject entered this kind.
        LineOutsideTransaction: There is no transaction to write in.

    Source: PRODUCT, "home/ and portal/".
    """
    if not transaction.get_connection().in_atomic_block:
        raise LineOutsideTransaction(kind)
    if by is None:
        actor_kind, actor_key = acting()
    else:
        actor_kind, actor_key = (ActorKind.MEMBER, by) if by else (ActorKind.SYSTEM, "")
    return AuditLine.objects.create(
        kind=audit_kinds.get(kind).name,
        at=at or timezone.now(),
        actor_kind=actor_kind,
        actor_key=actor_key,
        object_kind=about[0],
        object_key=about[1],
        data=data,
    )


def erase_person(*, member_key: str) -> int:
    """Take a person out of the log, inside the caller's transaction: that it was done stays; by and to whom goes.

    Returns:
        Number of lines changed.
    """
    done = AuditLine.objects.by(member_key).update(actor_kind=ActorKind.GONE, actor_key="")
    return done + AuditLine.objects.about(MEMBER, member_key).update(object_key="")


def outdate(*, at: datetime) -> int:
    """Delete lines older than the log may be; give their number."""
    deleted, _per_model = AuditLine.objects.past_keeping(at).delete()
    return deleted
