"""What the clock does for the log of questions."""

from datetime import timedelta

from portal.shared.jobs.registry import register_job
from search.asked.actions import forget_old_questions


def register() -> None:
    """Enter the job; called when the app is ready."""
    register_job("search.old_questions", every=timedelta(days=1), run=forget_old_questions)
