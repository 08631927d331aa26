"""Reads of the school holidays."""

from datetime import date
from typing import Self

from django.db import models

from portal.shared.calendar_days.rules import HolidayPeriod
from portal.shared.calendar_days.states import DEFAULT_REGION


class SchoolHolidayQuerySet(models.QuerySet):
    def of_region(self, region: str | None) -> Self:
        """Holidays of a region; of Midden when it is unknown (DECISIONS 20)."""
        return self.filter(region=region or DEFAULT_REGION)

    def touching(self, first: date, last: date) -> Self:
        """Holidays with at least one day from `first` to `last`."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def periods(self) -> list[HolidayPeriod]:
        """The same as plain values for `offer_deadline`, in order; one query."""
        rows = self.order_by("starts_on").values_list("starts_on", "ends_on")
        return [HolidayPeriod(starts_on=starts_on, ends_on=ends_on) for starts_on, ends_on in rows]
