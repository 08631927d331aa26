"""How long organisers see whom, and whose absence counts, on plain values."""

from collections.abc import Mapping
from datetime import datetime

from events.registrations.rules import KEEP_ANSWERS, KEEP_NEEDS

# A message is mail to many: so many of one organiser in a day, and so many tries on oneself in an hour.
MESSAGES_PER_DAY = 10
TESTS_PER_HOUR = 20
# Someone without an account whom an organiser puts in gets mail unasked.
GUESTS_PER_HOUR = 40
DAY_SECONDS, HOUR_SECONDS = 86_400, 3600


def shows_names(*, ends_at: datetime, at: datetime) -> bool:
    """Say whether organisers still see who was at a date; after that, only how many.

    Source: DECISIONS 16, "registration, own answers".
    """
    return at < ends_at + KEEP_ANSWERS


def shows_needs(*, ends_at: datetime, at: datetime) -> bool:
    """Say whether organisers still see what people need to take part. Source: DECISIONS 16, "access needs"."""
    return at < ends_at + KEEP_NEEDS


def modes_taken(present: Mapping[str, int]) -> frozenset[str]:
    """Give the ways of taking part for which attendance was really taken.

    Where nobody was noted as present, nobody took attendance, so nobody can be said to have stayed away: who joined
    online is not absent because the list at the door was kept.

    Parameters:
        present: Per mode, how many people were noted as present.
    """
    return frozenset(mode for mode, number in present.items() if number > 0)
