"""What the clock does for insights."""

from datetime import datetime

from stories.insights.actions import refresh_all_standings


def age_standings(at: datetime) -> None:
    """Compute every standing anew once a day, so that old evidence ages (DECISIONS 6)."""
    refresh_all_standings(at=at)
