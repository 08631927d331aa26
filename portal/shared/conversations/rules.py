"""Deadlines and spans of conversations, on plain values (DECISIONS 35; PG-afspraken)."""

from datetime import datetime, time

from portal.shared.calendar_days.rules import LOCAL_ZONE, add_working_days

HOUR_SECONDS = 3600
# "We proberen je binnen drie werkdagen te antwoorden" (PG-afspraken).
ANSWER_WORKING_DAYS = 3


def answer_due_at(reported_at: datetime) -> datetime:
    """Give until when the one who reported may expect an answer: the end of the third working day after it.

    Parameters:
        reported_at: Aware, in any zone.

    Returns:
        Aware, in Europe/Amsterdam, at 17:00.
    """
    day = add_working_days(reported_at.astimezone(LOCAL_ZONE).date(), ANSWER_WORKING_DAYS)
    return datetime.combine(day, time(17), tzinfo=LOCAL_ZONE)


def hour_of(at: datetime) -> str:
    """Name the hour a moment lies in; hours that pass, so counted in UTC seconds."""
    return str(int(at.timestamp()) // HOUR_SECONDS)
