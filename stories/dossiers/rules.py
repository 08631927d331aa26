"""Decisions about maps and dossiers, on plain values (DECISIONS 34)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import Enum

LONGEST_NOTE = 500
MOST_ITEMS = 100
MOST_DOSSIERS = 20
MOST_COSTS = 8
HIGHEST_AMOUNT = Decimal("9999999.99")
# How long a removed item can be put back.
KEEP_REMOVED = timedelta(days=1)
SHARES_PER_HOUR = 20
HOUR_SECONDS = 3600

# "1250", "1.250", "1.250,50", "1250,5" and "1250.50"; a point before three figures parts thousands, as in Dutch.
_AMOUNT = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,\d{1,2})?|\d{1,9}\.\d{1,2}", re.ASCII)


class Direction(Enum):
    """Which way an item moves in the map."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class CostRow:
    """One line of a cost sum, as typed by the member."""

    label: str
    amount: Decimal
    unit: str


def parse_amount(text: str) -> Decimal | None:
    """Read an amount in euros, the way it is written in the Netherlands.

    Parameters:
        text: As typed; a euro sign and spaces are left aside.

    Returns:
        The exact amount with two decimals, from 0 to HIGHEST_AMOUNT; None when it is not an amount.
    """
    figures = "".join(text.replace("€", "").split())
    if not _AMOUNT.fullmatch(figures):
        return None
    if "," in figures or re.fullmatch(r"\d{1,3}(?:\.\d{3})+", figures):
        figures = figures.replace(".", "").replace(",", ".")
    amount = Decimal(figures).quantize(Decimal("0.01"))
    return amount if amount <= HIGHEST_AMOUNT else None


def total_of(rows: Iterable[CostRow]) -> Decimal:
    """Add the amounts, exactly."""
    return sum((row.amount for row in rows), Decimal("0.00"))


def euro(amount: Decimal) -> str:
    """Write an amount out, e.g. "€ 1.250,50"; the space is one that does not break."""
    figures = f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"€\u00a0{figures}"


def moved(keys: Sequence[str], *, key: str, direction: Direction) -> list[str]:
    """Give the order after one item changed places with its neighbour; at an end, or unknown, nothing changes.

    Parameters:
        keys: The present order.
        key: Which item.
        direction: Which way.
    """
    order = list(keys)
    if key not in order:
        return order
    place = order.index(key)
    other = place + (-1 if direction is Direction.UP else 1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order
