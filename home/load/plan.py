"""How much load data there is, and what all of its parts share: chance, the moment, and writing in batches."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from django.db import models, transaction

from network.models import HelpTopic, Institution, Role, Theme
from portal.shared.keys import ALPHABET, LENGTH

# What tells load data from all else: how its addresses on the site begin, and where its mail would go.
SLUG = "lastproef-"
DOMAIN = "lastproef.example"
BATCH = 2_000
Report = Callable[[str, int, int], None]
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Amounts:
    """How many of each there are; the other things follow from these."""

    members: int = 100_000
    stories: int = 20_000
    meetups: int = 10_000
    registrations: int = 1_000_000

    def scaled(self, scale: float) -> "Amounts":
        """Give all amounts times a factor, e.g. 0.01 for one percent."""
        return Amounts(*(max(1, round(each * scale)) for each in vars(self).values()))


@dataclass
class Load:
    """One filling of a database: the same seed, amounts and moment give the same rows."""

    amounts: Amounts
    at: datetime
    chance: Random
    report: Report
    schools: list[Institution] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    topics: list[HelpTopic] = field(default_factory=list)
    # Primary keys, in the order in which they were made; the first member is who signs in.
    member_ids: list[int] = field(default_factory=list)
    story_ids: list[int] = field(default_factory=list)

    def key(self) -> str:
        """Give a key as `new_key` does, from the seed."""
        return "".join(self.chance.choices(ALPHABET, k=LENGTH))

    def uuid(self) -> UUID:
        """Give a random UUID from the seed."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def ago(self, most_days: int, least_days: float = 0.0) -> datetime:
        """Give a moment in the past, recent ones more often than old ones."""
        share = self.chance.random() ** 2
        return self.at - timedelta(days=least_days + share * (most_days - least_days))

    def some(self, choices: list[Any], most: int) -> list[Any]:
        """Give one up to `most` different ones."""
        return self.chance.sample(choices, k=min(len(choices), self.chance.randint(1, most)))

    def write(self, part: str, rows: Iterable[Row], total: int = 0) -> None:
        """Write rows batch after batch, each in a transaction of its own, and tell how far it is.

        Parameters:
            part: What people read beside the number.
            rows: Unsaved; made while they are written, so that a million is never held at once.
            total: How many there will be, where that is known.
        """
        done = 0
        for batch in batches(rows):
            with transaction.atomic():
                type(batch[0])._default_manager.bulk_create(batch)
            done += len(batch)
            self.report(part, done, max(total, done + 1))
        self.report(part, done, done)


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Give rows in lists of BATCH."""
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch
