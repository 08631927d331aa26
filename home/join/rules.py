"""Telling a person from a machine that fills in forms, without a puzzle, on plain values."""

from datetime import timedelta
from enum import Enum

# Nobody reads and fills in four fields in less; machines do.
SHORTEST_FILLING = timedelta(seconds=3)
# A form left open over a weekend still works.
LONGEST_FILLING = timedelta(days=3)


class Filling(Enum):
    """What the time between showing and sending a form says."""

    FINE = "fine"
    TOO_FAST = "too fast"
    TOO_OLD = "too old"


def judge_filling(*, took: timedelta | None) -> Filling:
    """Judge the time someone took to fill in a form.

    Parameters:
        took: Between showing and sending; None when the form's own mark is missing or forged.
    """
    if took is None or took > LONGEST_FILLING:
        return Filling.TOO_OLD
    return Filling.TOO_FAST if took < SHORTEST_FILLING else Filling.FINE
