"""Noting an exchange that people made without the portal, so that it counts as a bridge and in the programme's view."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from events.offers.states import Direction
from events.placements.errors import RecordedTooEarly
from events.placements.models import Placement
from events.placements.states import CancelReason, PlacementState
from network.models import Institution
from portal.shared.audit_log.actions import note


def record_placement(
    *,
    guest_institution: Institution,
    host_institution: Institution,
    direction: Direction,
    first_day_on: date,
    last_day_on: date,
    half_days: int,
    reason: CancelReason | None,
    at: datetime,
) -> Placement:
    """Note an earlier exchange, without the people: they agreed nothing with the portal.

    Parameters:
        guest_institution, host_institution: Who came from where; equal for one inside a school.
        direction: Who crossed to which bank.
        first_day_on, last_day_on: Local days, in order; when it was planned, for one that did not take place.
        half_days: How many it were.
        reason: Why it did not take place; None for one that did.
        at: Now.

    Raises:
        RecordedTooEarly: Its last day has not passed: such an exchange begins with a place or a wish.
    """
    if last_day_on >= timezone.localdate(at):
        raise RecordedTooEarly
    with transaction.atomic():
        made = Placement.objects.create(
            direction=direction,
            guest_institution=guest_institution,
            host_institution=host_institution,
            state=PlacementState.DONE if reason is None else PlacementState.CANCELLED,
            created_at=at,
            first_day_on=first_day_on,
            last_day_on=last_day_on,
            half_days=half_days,
            ended_at=at,
            cancel_reason=reason or "",
        )
        note("exchange.noted", about=("placement", made.key), at=at)
    return made


def forget_record(*, key: str) -> bool:
    """Take away what was noted by mistake; what people agreed here can't be taken away like this. Twice is no problem.

    Returns:
        Whether there was such a noted exchange.
    """
    with transaction.atomic():
        locked = Placement.objects.select_for_update().noted().filter(key=key).first()
        if locked is None:
            return False
        note("exchange.forgotten", about=("placement", locked.key))
        locked.delete()
    return True
