"""What the clock does about data: exports, goodbyes, absence, retention."""

from datetime import datetime, timedelta

from django.core.management import call_command

from network.privacy.actions import (
    erase_due,
    forget_exports,
    make_waiting_exports,
    mind_absent_members,
    outdate_all,
    save_erasure_list,
)
from portal.shared.jobs.registry import register_job


def make_exports(at: datetime) -> None:
    """Make the files that the worker did not, and delete those whose time is over."""
    make_waiting_exports(at=at)
    forget_exports(at=at)


def erase_people(at: datetime) -> None:
    """Erase who asked for it and did not come back from it; write the list that outlives the database."""
    erase_due(at=at)
    save_erasure_list()


def mind_absence(at: datetime) -> None:
    """Warn or erase who stays away."""
    mind_absent_members(at=at)


def keep_to_periods(at: datetime) -> None:
    """Have every subject remove what is old."""
    outdate_all(at=at)


def end_old_sessions(at: datetime) -> None:
    """Delete sessions that ended."""
    call_command("clearsessions")


def register() -> None:
    """Enter the jobs; called when the app is ready."""
    register_job("privacy.exports", every=timedelta(minutes=5), run=make_exports)
    register_job("privacy.erasures", every=timedelta(hours=1), run=erase_people)
    register_job("privacy.absence", every=timedelta(days=1), run=mind_absence)
    register_job("privacy.retention", every=timedelta(days=1), run=keep_to_periods)
    register_job("privacy.old_sessions", every=timedelta(days=1), run=end_old_sessions)
