"""What the clock does for who follows something."""

from datetime import datetime, timedelta

from network.following.actions import send_due_digests
from portal.shared.jobs.registry import register_job


def send_digests(at: datetime) -> None:
    """Send the digests whose moment came."""
    send_due_digests(at=at)


def register() -> None:
    """Enter the job; called when the app is ready."""
    register_job("following.digests", every=timedelta(minutes=10), run=send_digests)
