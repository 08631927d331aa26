"""Windows of a rate limit."""

from datetime import UTC, datetime, timedelta


def window_of(*, at: datetime, window_seconds: int) -> tuple[datetime, datetime]:
    """Give start and end of the window a moment falls in; windows are fixed, counted from 1970 in UTC.

    Fixed windows let someone do twice the limit around a boundary; in return one row and one addition decide, and the
    count is exact however many processes count.

    Parameters:
        at: The moment.
        window_seconds: Length of a window, more than 0.
    """
    start = datetime.fromtimestamp(int(at.timestamp()) // window_seconds * window_seconds, tz=UTC)
    return start, start + timedelta(seconds=window_seconds)
