"""What the clock does for related things."""

from datetime import datetime, timedelta

from portal.shared.jobs.registry import register_job
from search.related.actions import relate_anew, relate_changed

# A round of the clock: other jobs wait for so long at most, for each of these two.
SECONDS = 10.0


def after_changes(at: datetime) -> None:
    """Relate what changed."""
    relate_changed(at=at, seconds=SECONDS)


def when_a_day_old(at: datetime) -> None:
    """Relate anew what was related a day ago."""
    relate_anew(at=at, seconds=SECONDS)


def register() -> None:
    """Enter the jobs; called when the app is ready."""
    register_job("search.relate_changed", every=timedelta(minutes=1), run=after_changes)
    register_job("search.relate_anew", every=timedelta(minutes=1), run=when_a_day_old)
