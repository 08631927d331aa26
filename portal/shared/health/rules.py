"""When waiting is too long, on plain values."""

from datetime import datetime, timedelta

from portal.shared.health.findings import Level

# The worker is woken by each commit and looks every second; the sweep comes every minute.
QUEUE_LATE = timedelta(minutes=5)
QUEUE_WRONG = timedelta(minutes=30)
# The clock ticks every five seconds, and a job may hold it for a while.
CLOCK_LATE = timedelta(minutes=15)
DISK_LATE = 0.10
DISK_WRONG = 0.03
# All certificates inside are of one moment, and are renewed by one command.
CERTIFICATE_LATE = timedelta(days=60)
CERTIFICATE_WRONG = timedelta(days=7)


def is_overdue(*, every: timedelta, last_success_at: datetime | None, at: datetime) -> bool:
    """Say whether a periodic job is late: three of its rounds, and an hour at least, since its last success.

    Parameters:
        every: How often it should run.
        last_success_at: When it last began a run that ended well; None for never, which a new site has for a while.
        at: Now.
    """
    return last_success_at is not None and at - last_success_at > max(3 * every, timedelta(hours=1))


def level_of_wait(wait: timedelta) -> Level:
    """Say how bad it is that the first in a queue waits this long."""
    if wait > QUEUE_WRONG:
        return Level.WRONG
    return Level.LATE if wait > QUEUE_LATE else Level.FINE


def level_of_disk(free: float) -> Level:
    """Say how bad it is that this part of a disk is free, from 0 to 1."""
    if free < DISK_WRONG:
        return Level.WRONG
    return Level.LATE if free < DISK_LATE else Level.FINE


def level_of_certificate(left: timedelta) -> Level:
    """Say how bad it is that a certificate holds for this long yet; below zero it does no more."""
    if left < CERTIFICATE_WRONG:
        return Level.WRONG
    return Level.LATE if left < CERTIFICATE_LATE else Level.FINE


def in_words(duration: timedelta) -> tuple[int, str]:
    """Give a duration as a number of minutes, hours or days, whichever reads best: (90, "minutes"), (3, "days")."""
    minutes = max(0, int(duration.total_seconds() // 60))
    if minutes < 120:
        return minutes, "minutes"
    hours = minutes // 60
    return (hours, "hours") if hours < 48 else (hours // 24, "days")
