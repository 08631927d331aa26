"""In which browsers a member is signed in now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.crypto import constant_time_compare

from network.members.models import Member
from network.members.sessions import BEGAN_AT
from network.sessions.rules import is_too_old


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One browser in which a member is signed in; `device` is empty when it didn't say what it is."""

    pk: int
    device: str
    since: datetime
    last_used_at: datetime
    is_here: bool


def signed_in_of(member: Member, *, here: str, at: datetime) -> list[SignedIn]:
    """Give the sessions with which somebody could come in now, in one query.

    Parameters:
        member: Whose.
        here: Key of the session of the one who asks; stands first, then what was used last.
        at: Now.
    """
    rows = UserSession.objects.filter(user=member).order_by("-last_seen_at", "-pk")
    found = [
        SignedIn(row.pk, row.user_agent, row.created_at, row.last_seen_at, is_here=row.session_key == here)
        for row in with_data(rows, at=at)
        if is_open(row, member, at=at)
    ]
    return sorted(found, key=lambda each: not each.is_here)


def ended(*, at: datetime) -> Iterator[UserSession]:
    """Give the rows of everybody with whose session nobody comes in any more, in one query."""
    rows = with_data(UserSession.objects.select_related("user"), at=at)
    return (row for row in rows.iterator(chunk_size=500) if not is_open(row, row.user, at=at))


def with_data(rows: QuerySet[UserSession], *, at: datetime) -> QuerySet[UserSession]:
    """Add to each row, as `data_now`, what its session holds; None when there is none any more."""
    alive = Session.objects.filter(pk=OuterRef("session_key"), expire_date__gt=at)
    return rows.annotate(data_now=Subquery(alive.values("session_data")[:1]))


def is_open(row: UserSession, member: Member, *, at: datetime) -> bool:
    """Say whether a row with its data is of a session that Django still takes to be of this member.

    A session outlives a new password, a closed login and `end_sessions` as a row; it opens nothing then.
    """
    held = held_by(row)
    if not held or held.get(SESSION_KEY) != str(member.pk):
        return False
    mark = str(held.get(HASH_SESSION_KEY, ""))
    marks = (member.get_session_auth_hash(), *member.get_session_auth_fallback_hash())
    began_at = datetime.fromtimestamp(held[BEGAN_AT], UTC) if BEGAN_AT in held else row.created_at
    return any(constant_time_compare(mark, one) for one in marks) and not is_too_old(began_at=began_at, at=at)


def held_by(row: UserSession) -> Mapping[str, object]:
    """Give what the session of a row with its data holds; nothing when it is over."""
    return Session(session_data=row.data_now).get_decoded() if row.data_now else {}
