"""What a look at the site finds. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How bad a finding is. WRONG: visitors or mail suffer now. LATE: it will, when nobody looks."""

    FINE = "fine"
    LATE = "late"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Parameters:
        level: How bad it is.
        sentence: What was found, in whole words; a lazy text.
        advice: What to do about it; empty when nothing is wrong.
    """

    level: Level
    sentence: Any
    advice: Any = ""


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure for whoever draws graphs.

    Parameters:
        name: In the form Prometheus asks: lower case, with its unit at the end ("portal_outbox_oldest_seconds").
        meaning: One English sentence; metrics have no language.
        values: The figure per set of labels, e.g. {(("state", "failed"),): 3}; () is the figure without labels.
    """

    name: str
    meaning: str
    values: Mapping[tuple[tuple[str, str], ...], float]

    @classmethod
    def of(cls, name: str, meaning: str, value: float) -> "Gauge":
        """Give a figure without labels."""
        return cls(name, meaning, {(): value})


@dataclass(frozen=True, slots=True)
class Examination:
    """What one check found, and the figures it read on the way."""

    findings: tuple[Finding, ...] = ()
    gauges: tuple[Gauge, ...] = field(default=())


def fine(sentence: Any, *gauges: Gauge) -> Examination:
    """Give the examination of something that is as it should be."""
    return Examination((Finding(Level.FINE, sentence),), gauges)


def worst(findings: list[Finding]) -> Level:
    """Give the level of the worst finding; FINE when there is none."""
    order = list(Level)
    return max((finding.level for finding in findings), key=order.index, default=Level.FINE)
