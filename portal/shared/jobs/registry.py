"""Which jobs return, how often, and how long one may take."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.shared.registries.registry import Registry

RETRY_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Job:
    """One job of the clock. `run` gets the moment it was started at and asks "due and not done yet" (STYLE 3.17).

    `longest`: after this the job counts as dead, and another clock may start it.
    """

    name: str
    every: timedelta
    run: Callable[[datetime], object]
    longest: timedelta

    @property
    def retry_after(self) -> timedelta:
        """How long after a failed start it is tried again: a daily job doesn't wait a day."""
        return min(self.every, RETRY_AFTER)


jobs: Registry[Job] = Registry("jobs")


def register_job(
    name: str,
    *,
    every: timedelta,
    run: Callable[[datetime], object],
    longest: timedelta = timedelta(minutes=30),
) -> Job:
    """Add a job to the clock; apps call this from their `ready()`.

    Parameters:
        name: Unique, e.g. "events.reminders"; also the row's name.
        every: How long after a successful start it is due again.
        run: Does the work, called with the moment of starting.
        longest: When a start without an end counts as dead.

    Raises:
        AlreadyRegistered: Another job has this name.
    """
    if name in jobs and jobs.get(name).run is run:
        return jobs.get(name)
    return jobs.register(name, Job(name=name, every=every, run=run, longest=longest))
