"""What the clock does for questions."""

from datetime import datetime

from network.questions.actions import follow_up


def follow_up_questions(at: datetime) -> None:
    """Remind, hand over what is late, and put questions that nobody has to someone."""
    follow_up(at=at)
