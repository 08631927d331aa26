"""From single ties between schools to what the table and the drawing show, on plain values."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

# More names than this don't fit beside each other on a screen, and more arcs can't be told apart; the table holds all.
MOST_ON_THE_LINE = 16
MOST_ARCS = 20
# "All kinds", in the address.
EVERY_LAYER = "alle"


@dataclass(frozen=True, slots=True)
class TieKey:
    """What makes two ties the same line in the table: the two schools, the layer, the direction."""

    first: int
    second: int
    layer: str
    direction: str

    @property
    def pair(self) -> tuple[int, int]:
        """The two schools, lower id first."""
        return min(self.first, self.second), max(self.first, self.second)


def tie_key(*, start: int, end: int, layer: str, direction: str, keeps_order: bool = False) -> TieKey:
    """Give the line of the table a tie belongs to.

    Parameters:
        start, end: Ids of schools; equal for an exchange inside one school.
        layer, direction: Values of BridgeLayer and BridgeDirection.
        keeps_order: Of an exchange the guest's school comes first; of all else who is named first makes no difference.
    """
    first, second = (start, end) if keeps_order else sorted((start, end))
    return TieKey(first=first, second=second, layer=layer, direction=direction)


def layers_shown(asked: Collection[str], present: Sequence[str], *, main: str) -> list[str]:
    """Choose which kinds of tie are shown.

    Parameters:
        asked: What the address names: kinds, or EVERY_LAYER.
        present: The kinds there are ties of, in the order of the page.
        main: The kind this is about; alone when nothing is asked and there is one, else every kind is shown.

    Returns:
        Kinds, in the order of `present`; a kind asked for that has no ties is left out, unless nothing remains.
    """
    if EVERY_LAYER in asked:
        return list(present)
    if asked:
        return [layer for layer in present if layer in asked] or sorted(asked)
    return [main] if main in present else list(present)


def layers_after_switching(shown: Collection[str], layer: str, present: Sequence[str]) -> list[str]:
    """Give the kinds shown once one of them is switched on or off; every kind when the last one goes.

    Parameters:
        shown: The kinds shown now.
        layer: The kind to switch.
        present: The kinds there are ties of, in the order of the page.
    """
    switched = set(shown) ^ {layer}
    left = [each for each in present if each in switched]
    return [EVERY_LAYER] if not left or len(left) == len(present) else left


def schools_on_the_line(
    counts: Mapping[tuple[int, int], int], islands: Sequence[int], *, most: int = MOST_ON_THE_LINE
) -> set[int]:
    """Choose which schools the drawing shows.

    The schools with the most ties come first; at equal numbers the lower id. Islands are drawn only when all of them
    fit beside the others: some of them would look like all of them.

    Parameters:
        counts: How many ties each pair of schools has; a pair of equal ids is a school with itself.
        islands: Ids of schools without a tie.
        most: How many names fit.

    Returns:
        Ids of schools, at most `most`.
    """
    ties: Counter[int] = Counter()
    for pair, number in counts.items():
        for school in set(pair):
            ties[school] += number
    tied = sorted(ties, key=lambda school: (-ties[school], school))[:most]
    return {*tied, *islands} if len(tied) + len(islands) <= most else set(tied)


def strongest(arcs: Iterable[tuple[T, int]], *, most: int = MOST_ARCS) -> list[T]:
    """Keep the arcs that stand for most ties, in their own order; at equal numbers the earlier one.

    Parameters:
        arcs: Each with the number of ties it stands for.
        most: How many can be told apart.
    """
    numbered = list(enumerate(arcs))
    kept = sorted(numbered, key=lambda item: (-item[1][1], item[0]))[:most]
    return [arc for _place, (arc, _number) in sorted(kept, key=lambda item: item[0])]
