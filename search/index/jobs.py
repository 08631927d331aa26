"""What the clock does for the index."""

from datetime import datetime, timedelta

from portal.shared.jobs.registry import register_job
from search.index.actions import renew_words, sync_engines
from search.index.fulltext import let_go


def catch_up(at: datetime) -> None:
    """Hand over what the worker did not: changes from an outage of an engine, or of the worker itself."""
    sync_engines(at=at)


def renew_vocabulary(at: datetime) -> None:
    """Let words go that stand in no text any more."""
    renew_words()
    let_go()


def register() -> None:
    """Enter the jobs; called when the app is ready."""
    register_job("search.catch_up", every=timedelta(seconds=10), run=catch_up)
    register_job("search.renew_vocabulary", every=timedelta(days=1), run=renew_vocabulary)
