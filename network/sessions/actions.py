"""Writes about the sessions of a member: that one is used, and that one ends.

Of a browser are kept its family and its system, of its use two moments; no IP address and no place.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction

from network.members.actions import end_sessions
from network.members.models import Member
from network.members.sessions import BEGAN_AT
from network.push.actions import remove_device
from network.push.panel import SESSION_NAME as PUSH_DEVICE
from network.push.rules import device_name
from network.sessions.reads import ended
from network.sessions.rules import is_note_due

# What stands in the column of allauth that may not be empty.
NO_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing listens there
_NOTED = "session_noted"


def note_use(*, member: Member, session: SessionBase, user_agent: str, at: datetime) -> bool:
    """Write down that a session is used, if that was not done these ten minutes, and under which key it is known now.

    Parameters:
        member: Who is signed in with it.
        session: The session, which remembers when that was written.
        user_agent: What the browser says of itself; its family and system are kept.
        at: Now.

    Returns:
        Whether anything was written.
    """
    key = session.session_key
    noted_key, noted_at = session.get(_NOTED, ("", None))
    moment = None if noted_at is None else datetime.fromtimestamp(noted_at, UTC)
    # A session that was emptied at signing in gets its key with the answer; the next request writes it down.
    if not key or not is_note_due(noted_key=noted_key, noted_at=moment, key=key, at=at):
        return False
    device = device_name(user_agent)
    with transaction.atomic():
        known = UserSession.objects.select_for_update().filter(user=member, session_key=noted_key).first()
        if known is None:
            began_at = datetime.fromtimestamp(session[BEGAN_AT], UTC) if BEGAN_AT in session else at
            row = UserSession(
                user=member, session_key=key, user_agent=device, ip=NO_ADDRESS, created_at=began_at, last_seen_at=at
            )
            # Of two requests at once both may come first.
            UserSession.objects.bulk_create([row], ignore_conflicts=True)
        else:
            known.session_key, known.user_agent, known.last_seen_at = key, device, at
            known.save(update_fields=["session_key", "user_agent", "last_seen_at"])
    session[_NOTED] = [key, int(at.timestamp())]
    return True


def end_session(*, member: Member, pk: int, here: str) -> bool:
    """Sign a member out in one browser, which then shows no messages either.

    Parameters:
        member: Who asks.
        pk: Of the row.
        here: Key of the session of who asks; that one ends by signing out.

    Returns:
        Whether there was such a session of this member.
    """
    with transaction.atomic():
        rows = UserSession.objects.select_for_update().filter(user=member, pk=pk).exclude(session_key=here)
        found = list(rows)
        _end(found, member=member)
    return bool(found)


def end_other_sessions(*, member: Member, here: str) -> Member:
    """Sign a member out everywhere but here, also where a session began that no row is known of.

    The caller keeps its own session with Django's `update_session_auth_hash`.
    """
    with transaction.atomic():
        rows = UserSession.objects.select_for_update().filter(user=member).exclude(session_key=here)
        _end(list(rows), member=member)
        return end_sessions(member=member)


def _end(rows: Sequence[UserSession], *, member: Member) -> None:
    sessions = Session.objects.filter(pk__in=[row.session_key for row in rows])
    for session in sessions:
        # As at signing out there: who has the device in hand reads nothing new on it.
        if device := session.get_decoded().get(PUSH_DEVICE, ""):
            remove_device(member=member, key=device)
    sessions.delete()
    UserSession.objects.filter(pk__in=[row.pk for row in rows]).delete()


def forget_session(*, key: str) -> None:
    """Delete the row of a session that its owner signs out of."""
    UserSession.objects.filter(session_key=key).delete()


def forget_ended_sessions(*, at: datetime) -> int:
    """Delete the rows of sessions that nobody comes in with any more; give their number."""
    gone = [row.pk for row in ended(at=at)]
    return UserSession.objects.filter(pk__in=gone).delete()[0]


def erase_sessions(*, member_key: str) -> int:
    """Delete the rows of one member; give their number."""
    return UserSession.objects.filter(user__key=member_key).delete()[0]
