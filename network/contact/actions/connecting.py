"""Getting to know each other: ask, say yes or no, and end it."""

from datetime import datetime

from django.db import transaction

from network.contact.actions.standing import has_blocked, is_there, require_writing
from network.contact.errors import AlreadyAsked, NothingToAnswer, TooManyRequests
from network.contact.mails import accepted_mail, request_mail
from network.contact.rules import DAY_SECONDS, REQUESTS_PER_DAY, may_ask_again
from network.members.models import Connection, Member, new_connection
from network.members.states import ConnectionState
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post


def ask_to_connect(*, asker: Member, asked: Member, note: str, at: datetime) -> Connection:
    """Ask a member to connect, with a note.

    A request to someone who blocked the asker is stored as declined; the asker sees it waiting, as any other.

    Parameters:
        asker: Who asks.
        asked: A member whom the asker sees; the caller checked that.
        note: At most LONGEST_NOTE characters; may be empty.
        at: Now.

    Raises:
        ContactMembersOnly, WritingStopped: See `require_writing`.
        AlreadyAsked: It stands, or it was declined or ended less than ASK_AGAIN_AFTER ago.
        TooManyRequests: More than REQUESTS_PER_DAY today.
    """
    require_writing(asker, at=at)
    if not allow(name="contact.connect", who=asker.key, limit=REQUESTS_PER_DAY, window_seconds=DAY_SECONDS, at=at):
        raise TooManyRequests
    with transaction.atomic():
        # Both rows, in one order: two who ask each other at once wait for one another.
        list(Member.objects.select_for_update(of=("self",)).filter(pk__in=[asker.pk, asked.pk]).order_by("pk"))
        between = Connection.objects.between(asker, asked)
        if between.active().exists() or _asked_lately(between.filter(requested_by=asker), at=at):
            raise AlreadyAsked
        reaches = is_there(asked, sender=asker, at=at) and not has_blocked(asked, blocked=asker)
        connection = new_connection(asker=asker, asked=asked, at=at, note=note if reaches else "")
        if not reaches:
            connection.state, connection.answered_at = ConnectionState.DECLINED, at
        connection.save()
        mail = request_mail(connection=connection)
        if reaches:
            post(mail, at=at)
    return connection


def _asked_lately(earlier, *, at: datetime) -> bool:
    newest = earlier.filter(state=ConnectionState.DECLINED).order_by("-requested_at", "-pk").first()
    return newest is not None and not may_ask_again(asked_at=newest.requested_at, at=at)


def _lock(connection: Connection) -> Connection:
    rows = Connection.objects.select_for_update(of=("self",)).select_related("first", "second", "requested_by")
    locked = rows.filter(pk=connection.pk).first()
    if locked is None:
        raise NothingToAnswer
    return locked


def accept_request(*, connection: Connection, member: Member, at: datetime) -> Connection:
    """Say yes to a request; what each shows to connections opens to the other, and who asked gets mail.

    Raises:
        NothingToAnswer: It doesn't wait for this member.
    """
    with transaction.atomic():
        locked = _lock(connection)
        if locked.state != ConnectionState.REQUESTED or locked.asked.pk != member.pk:
            raise NothingToAnswer
        locked.state, locked.answered_at = ConnectionState.ACCEPTED, at
        locked.save(update_fields=["state", "answered_at"])
        post(accepted_mail(connection=locked), at=at)
    return locked


def decline_request(*, connection: Connection, member: Member, at: datetime) -> Connection:
    """Say no to a request, without a word to who asked.

    Raises:
        NothingToAnswer: It doesn't wait for this member.
    """
    with transaction.atomic():
        locked = _lock(connection)
        if locked.state != ConnectionState.REQUESTED or locked.asked.pk != member.pk:
            raise NothingToAnswer
        locked.state, locked.answered_at, locked.note = ConnectionState.DECLINED, at, ""
        locked.save(update_fields=["state", "answered_at", "note"])
    return locked


def end_connection(*, connection: Connection, member: Member, at: datetime) -> Connection:
    """End a connection, or take back one's own request. The other one gets no mail.

    Raises:
        NothingToAnswer: There is nothing of this member's to end.
    """
    with transaction.atomic():
        locked = _lock(connection)
        is_own_request = locked.state == ConnectionState.REQUESTED and locked.requested_by_id == member.pk
        if locked.state != ConnectionState.ACCEPTED and not is_own_request:
            raise NothingToAnswer
        locked.state, locked.ended_at, locked.note = ConnectionState.ENDED, at, ""
        locked.save(update_fields=["state", "ended_at", "note"])
    return locked
