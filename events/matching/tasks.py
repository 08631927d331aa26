"""What the clock does for matching."""

from datetime import datetime

from events.matching.actions import renew


def renew_suggestions(at: datetime) -> None:
    """Find anew what fits."""
    renew(at=at)
