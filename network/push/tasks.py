"""What the clock does for messages on devices: send what was left behind."""

from datetime import datetime, timedelta

from network.push.actions import send_waiting
from portal.shared.jobs.registry import register_job


def sweep(at: datetime) -> None:
    """Send retries, and messages whose worker died or isn't there."""
    send_waiting(at=at, limit=200, longest=timedelta(seconds=45))


def register() -> None:
    """Enter the job; called when the app is ready."""
    register_job("push.sweep", every=timedelta(minutes=1), run=sweep, longest=timedelta(minutes=5))
