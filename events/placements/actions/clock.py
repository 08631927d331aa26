"""What the clock writes before a day: where to be, whom to call, what to bring. "Due and not done yet"."""

from datetime import datetime

from django.db import transaction

from events.applications.states import Side
from events.placements.actions.rows import lock_placement
from events.placements.mails import post_to_side
from events.placements.models import PlacementDay
from events.placements.reading import versions_of
from events.placements.rules import BEFORE, is_week_before
from events.placements.states import DayState, PlacementState

_GOES_ON = (PlacementState.AGREED, PlacementState.RUNNING)


def remind_week_before(at: datetime) -> int:
    """Write to both in the week before a day, once per day; days of the same week come in one mail.

    Returns:
        Number of exchanges written about now.
    """
    due = PlacementDay.objects.filter(
        state=DayState.PLANNED, reminded_at=None, starts_at__gt=at, starts_at__lte=at + BEFORE
    ).filter(placement__state__in=[state.value for state in _GOES_ON])
    told = 0
    for placement_id in sorted(set(due.values_list("placement_id", flat=True))):
        with transaction.atomic():
            told += _remind(placement_id, at=at)
    return told


def _remind(placement_id: int, *, at: datetime) -> bool:
    day = PlacementDay.objects.filter(placement=placement_id).select_related("placement").first()
    if day is None:
        return False
    locked = lock_placement(day.placement)
    rows = locked.days.filter(state=DayState.PLANNED, reminded_at=None).order_by("starts_at", "pk")
    days = [row for row in rows if is_week_before(starts_at=row.starts_at, at=at)]
    if locked.state not in _GOES_ON or not days:
        return False
    holding = versions_of(locked).holding
    for side in Side:
        post_to_side(
            "week_before", locked, side, at=at, occasion=f"{days[0].key}:{days[0].sequence}", version=holding, days=days
        )
    locked.days.filter(pk__in=[row.pk for row in days]).update(reminded_at=at)
    return True
