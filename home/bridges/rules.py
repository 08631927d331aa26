"""From single ties between schools to what the table and the drawing show, on plain values."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# More names than this don't fit beside each other on a screen; the table holds them all.
MOST_ON_THE_LINE = 16


@dataclass(frozen=True, slots=True)
class TieKey:
    """What makes two ties the same line in the table: the two schools, lower id first, the layer, the direction."""

    first: int
    second: int
    layer: str
    direction: str


def tie_key(*, start: int, end: int, layer: str, direction: str) -> TieKey:
    """Give the line of the table a tie belongs to; who is named first makes no difference.

    Parameters:
        start, end: Ids of schools; equal for an exchange inside one school.
        layer, direction: Values of BridgeLayer and BridgeDirection.
    """
    first, second = sorted((start, end))
    return TieKey(first=first, second=second, layer=layer, direction=direction)


def schools_on_the_line(keys: Iterable[TieKey], islands: Sequence[int], *, most: int = MOST_ON_THE_LINE) -> set[int]:
    """Choose which schools the drawing shows.

    The schools with the most ties come first; at equal numbers the lower id. Islands are drawn only when all of them
    fit beside the others: some of them would look like all of them.

    Parameters:
        keys: One per line of the table.
        islands: Ids of schools without a tie.
        most: How many names fit.

    Returns:
        Ids of schools, at most `most`.
    """
    ties: Counter[int] = Counter()
    for key in keys:
        ties.update({key.first, key.second})
    tied = sorted(ties, key=lambda school: (-ties[school], school))[:most]
    return {*tied, *islands} if len(tied) + len(islands) <= most else set(tied)
