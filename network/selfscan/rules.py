"""Decisions about scans, on plain values."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One factor in two scans: the score now, the one before, and whether it calls for help."""

    factor: str
    score: int
    before: int | None
    is_low: bool

    @property
    def change(self) -> int:
        """How much it went up, or down when negative; 0 without an earlier scan."""
        return 0 if self.before is None else self.score - self.before


def compare(*, scores: Mapping[str, int], earlier: Mapping[str, int] | None, low: int) -> list[Line]:
    """Give the factors of a scan in their order, beside those of an earlier one.

    Parameters:
        scores: Score by factor, as filled in now.
        earlier: The same of the scan before, or None when this is the first.
        low: A score up to this one calls for help.
    """
    return [
        Line(factor=factor, score=score, before=(earlier or {}).get(factor), is_low=score <= low)
        for factor, score in scores.items()
    ]
