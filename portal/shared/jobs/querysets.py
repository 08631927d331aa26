"""Reads of the clock's rows."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from portal.shared.jobs.registry import Job


class JobRunQuerySet(models.QuerySet):
    def due(self, job: Job, at: datetime) -> Self:
        """The row of this job, if it is due and nobody holds it.

        Due is: not started since `every` ago, or the last start failed and its time-out for a new try is over, or
        someone asked for it.
        """
        never = Q(last_started_at=None)
        long_ago = Q(last_started_at__lte=at - job.every)
        failed = Q(last_started_at__lte=at - job.retry_after) & (
            Q(last_success_at=None) | Q(last_success_at__lt=F("last_started_at"))
        )
        free = Q(locked_until=None) | Q(locked_until__lte=at)
        asked = Q(asked_at__isnull=False)
        return self.filter(free & (never | long_ago | failed | asked), name=job.name)
