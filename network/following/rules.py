"""When a digest goes, on plain values."""

from datetime import datetime, time, timedelta

from network.following.states import Rhythm
from portal.shared.calendar_days.rules import LOCAL_ZONE, is_working_day

# At eight in the morning, in the Netherlands; after an outage until six in the evening, never at night.
SEND_AT = time(8)
LAST_HOUR = 18
MONDAY = 0
# What is being published at this very moment is told next time, not lost.
SETTLED = timedelta(minutes=5)
MOST_FOLLOWS = 200
# Each is asked anew for every digest.
MOST_SEARCHES = 20
LONGEST_NAME = 100
# Longer addresses are no searches; the longest question in signs that take most room is well below it.
LONGEST_QUERY = 5000


def digest_slot(*, rhythm: str, at: datetime) -> datetime | None:
    """Give the moment for which a digest may go out now.

    Parameters:
        rhythm: A value of Rhythm.
        at: Now, aware.

    Returns:
        Eight o'clock local time: of today for a daily digest, of the last Monday for a weekly one. None at night, for a
        daily digest on days when nobody works, and for who wants none.
    """
    now = at.astimezone(LOCAL_ZONE)
    if rhythm == Rhythm.NEVER or not now.time() >= SEND_AT or now.hour >= LAST_HOUR:
        return None
    if rhythm == Rhythm.DAILY:
        return datetime.combine(now.date(), SEND_AT, tzinfo=LOCAL_ZONE) if is_working_day(now.date()) else None
    monday = now.date() - timedelta(days=now.weekday() - MONDAY)
    return datetime.combine(monday, SEND_AT, tzinfo=LOCAL_ZONE)


def is_due(*, rhythm: str, covered_until: datetime, at: datetime) -> bool:
    """Say whether a digest goes now: there is a slot, and the last one covers nothing of after it.

    Parameters:
        rhythm: A value of Rhythm.
        covered_until: Until when the last digest, sent or empty, told what was new.
        at: Now.
    """
    slot = digest_slot(rhythm=rhythm, at=at)
    return slot is not None and covered_until < slot - SETTLED
