"""How the index stands: for operators, who read it in /beheer/, in /readyz and from search_check."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from search.index import registry
from search.index.models import EngineState, EngineTask

# A change is findable within seconds; what waits longer than this is worth a look (RELIABILITY G14).
LATE_AFTER = timedelta(minutes=5)
MOST_REFUSED = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """Changes that engines have yet to hear, and those that one refuses."""

    count: int
    oldest_seconds: int
    refused: Sequence[EngineTask]


@dataclass(frozen=True, slots=True)
class Condition:
    """How search stands. `failing` holds the engines that give no answer; the embedded one answers for them."""

    waiting: Waiting
    failing: Sequence[EngineState]

    @property
    def is_late(self) -> bool:
        """Say whether changes wait longer than they should."""
        return self.waiting.oldest_seconds > LATE_AFTER.total_seconds()

    @property
    def is_fine(self) -> bool:
        """Say whether there is nothing an operator has to know."""
        return not (self.failing or self.waiting.refused or self.is_late)


def waiting_changes(*, at: datetime) -> Waiting:
    """Count the changes that wait, and give those that an engine refuses (at most twenty)."""
    queued = EngineTask.objects.filter(is_refused=False).aggregate(count=Count("pk"), oldest=Min("created_at"))
    seconds = (at - queued["oldest"]).total_seconds() if queued["oldest"] else 0
    refused = EngineTask.objects.filter(is_refused=True).order_by("pk")[:MOST_REFUSED]
    return Waiting(count=queued["count"], oldest_seconds=max(0, int(seconds)), refused=list(refused))


def search_condition(*, at: datetime) -> Condition:
    """Say how search stands, from what the worker and the clock noted; asks no engine. Three queries."""
    failing = EngineState.objects.filter(name__in=registry.sinks()).exclude(failing_since=None)
    return Condition(waiting=waiting_changes(at=at), failing=list(failing.order_by("name")))
