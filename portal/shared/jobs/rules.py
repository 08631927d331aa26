"""When a periodic job runs next, on plain values."""

from datetime import datetime, timedelta


def next_due_at(
    *,
    every: timedelta,
    retry_after: timedelta,
    last_started_at: datetime | None,
    is_failing: bool,
    is_asked: bool,
    at: datetime,
) -> datetime:
    """Say when a job is due next; now, when it never ran or someone asked for it.

    Parameters:
        every: How often it should run.
        retry_after: How long after a failed start it is tried again.
        last_started_at: None for never.
        is_failing: Its last run failed.
        is_asked: Someone wants it to run at once.
        at: Now; what was due earlier is due now.
    """
    if is_asked or last_started_at is None:
        return at
    return max(at, last_started_at + (retry_after if is_failing else every))
