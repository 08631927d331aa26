"""Bringing the published school holidays into the database."""

import csv
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from portal.shared.calendar_days.models import SchoolHoliday

DATA_FILE = Path(__file__).parent / "data" / "school_holidays.csv"


def load_school_holidays(*, at: datetime) -> int:
    """Add the holidays of the data file that aren't there yet.

    A holiday is known by region, name and the year it starts in; what editors corrected stays as they left it.

    Parameters:
        at: Now.

    Returns:
        Number of holidays added; 0 when called again.
    """
    with transaction.atomic():
        known = set(SchoolHoliday.objects.values_list("region", "name", "starts_on__year"))
        missing = []
        with DATA_FILE.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                starts_on, ends_on = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
                if (row["region"], row["name"], starts_on.year) not in known:
                    missing.append(
                        SchoolHoliday(
                            region=row["region"], name=row["name"], starts_on=starts_on, ends_on=ends_on, added_at=at
                        )
                    )
        SchoolHoliday.objects.bulk_create(missing)
    return len(missing)
