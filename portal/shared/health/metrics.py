"""The figures of the health checks in the form Prometheus reads.

They come from the database at the moment of asking, so any process gives the figures of the whole site. Requests are
counted by the proxy, which sees all processes.
"""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from portal.shared.health.findings import Level
from portal.shared.health.reads import Looked, look

CONTENT_TYPE = CONTENT_TYPE_LATEST


class _HealthCollector(Collector):
    def __init__(self, looked: list[Looked]):
        self._looked = looked

    def collect(self) -> Iterator[GaugeMetricFamily]:
        levels = GaugeMetricFamily(
            "portal_health", "Per part: 0 is fine, 1 has to be looked at, 2 is wrong.", labels=["part"]
        )
        for one in self._looked:
            levels.add_metric([one.check.name], list(Level).index(one.level))
        yield levels
        for gauge in (gauge for one in self._looked for gauge in one.examination.gauges):
            names = sorted({name for labels in gauge.values for name, _value in labels})
            family = GaugeMetricFamily(gauge.name, gauge.meaning, labels=names)
            for labels, value in gauge.values.items():
                family.add_metric([dict(labels)[name] for name in names], value)
            yield family


def exposition(*, at: datetime) -> bytes:
    """Give all figures of this moment as text for Prometheus."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_HealthCollector(look(at=at)))
    return generate_latest(registry)
