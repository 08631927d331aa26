"""Counts the pages that failed with an error of ours (5xx), over all processes, for whoever is paged by it."""

import logging
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.signals import got_request_exception
from django.db import DatabaseError, InterfaceError
from django.db.models import Sum
from django.utils import timezone

from portal.shared.health.figures import figure_sources
from portal.shared.health.findings import Gauge
from portal.shared.limits.actions import allow
from portal.shared.limits.models import RateCount
from portal.shared.limits.rules import window_of

logger = logging.getLogger("portal.health")

NAME = "health.failed_pages"
WINDOW_SECONDS = 3600


def count_failure(sender: Any, **kwargs: Any) -> None:
    """Receive Django's signal that a page raised.

    An error of the database itself is not counted there: that would wait for the same lock once more, and the check
    of the database tells it.
    """
    if isinstance(sys.exc_info()[1], DatabaseError | InterfaceError):
        return
    try:
        allow(name=NAME, who="", limit=sys.maxsize, window_seconds=WINDOW_SECONDS, at=timezone.now())
    except (DatabaseError, InterfaceError):
        logger.warning("failed page not counted")


def failed_pages(at: datetime) -> Iterable[Gauge]:
    """Give how many pages failed in this clock hour and the one before."""
    since, _until = window_of(at=at, window_seconds=WINDOW_SECONDS)
    rows = RateCount.objects.filter(name=NAME, window_ends_at__gte=since)
    number = rows.order_by().aggregate(number=Sum("count"))["number"] or 0
    yield Gauge.of("portal_failed_pages", "Pages that failed in this clock hour and the one before.", number)


def register() -> None:
    """Count, and tell it; called when the app is ready."""
    got_request_exception.connect(count_failure, dispatch_uid="portal.shared.health.failures")
    figure_sources.register("failed_pages", failed_pages)
