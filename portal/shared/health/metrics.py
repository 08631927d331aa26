"""The figures of the health checks in the form Prometheus reads.

They come from the database at the moment of asking, so any process gives the figures of the whole site. Requests are
counted by the proxy, which sees all processes.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from portal.shared.health.figures import figure_sources
from portal.shared.health.findings import Gauge, Level
from portal.shared.health.reads import Looked, look

logger = logging.getLogger("portal.health")

CONTENT_TYPE = CONTENT_TYPE_LATEST


class _HealthCollector(Collector):
    def __init__(self, looked: list[Looked], at: datetime):
        self._looked = looked
        self._at = at

    def collect(self) -> Iterator[GaugeMetricFamily]:
        levels = GaugeMetricFamily(
            "portal_health", "Per part: 0 is fine, 1 has to be looked at, 2 is wrong.", labels=["part"]
        )
        for one in self._looked:
            levels.add_metric([one.check.name], list(Level).index(one.level))
        yield levels
        for gauge in self._gauges():
            names = sorted({name for labels in gauge.values for name, _value in labels})
            family = GaugeMetricFamily(gauge.name, gauge.meaning, labels=names)
            for labels, value in gauge.values.items():
                family.add_metric([dict(labels)[name] for name in names], value)
            yield family

    def _gauges(self) -> Iterator[Gauge]:
        for one in self._looked:
            yield from one.examination.gauges
        for source in figure_sources:
            try:
                yield from source(self._at)
            except DatabaseError:
                # The figures of the checks say that the database is away; they must reach whoever asks.
                logger.warning("no figures", exc_info=True)


def exposition(*, at: datetime) -> bytes:
    """Give all figures of this moment as text for Prometheus."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_HealthCollector(look(at=at), at))
    return generate_latest(registry)
