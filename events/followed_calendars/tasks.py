"""What clock and worker do for followed calendars: the clock says which are due, the worker fetches each."""

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task

from events.followed_calendars.actions import claim_due, fetch_calendar
from portal.shared.jobs.registry import register_job


@task()
def fetch_one(key: str) -> int:
    """Fetch one calendar."""
    return fetch_calendar(key=key, at=timezone.now())


def fetch_due(at: datetime) -> None:
    """Hand each calendar that is due to the worker; each is due every hour, less often while it fails."""
    for key in claim_due(at=at):
        fetch_one.enqueue(key)


def register() -> None:
    """Enter the job; called when the app is ready."""
    register_job("events.followed_calendars", every=timedelta(minutes=5), run=fetch_due)
