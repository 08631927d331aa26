"""Figures that only graphs and alerts read; what operators are told in words comes from the checks."""

from collections.abc import Callable, Iterable
from datetime import datetime

from portal.shared.health.findings import Gauge
from portal.shared.registries.registry import Registry

FigureSource = Callable[[datetime], Iterable[Gauge]]

figure_sources: Registry[FigureSource] = Registry("figure sources")
