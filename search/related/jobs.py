"""What the clock does for related things."""

from datetime import datetime, timedelta

from portal.shared.jobs.registry import register_job
from search.related.actions import relate_anew, relate_changed


def after_changes(at: datetime) -> None:
    """Relate what changed."""
    relate_changed(at=at)


def every_night(at: datetime) -> None:
    """Relate everything anew."""
    relate_anew(at=at)


def register() -> None:
    """Enter the jobs; called when the app is ready."""
    register_job("search.relate_changed", every=timedelta(minutes=1), run=after_changes)
    register_job("search.relate_anew", every=timedelta(days=1), run=every_night)
