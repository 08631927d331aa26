"""What follows from time: who waits for a place that is taken hears it, and silence is broken or ends it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.applications.actions.lapsing import lapse
from events.applications.actions.places import taken_since
from events.applications.actions.rows import lock_application, lock_row, post_all, tells
from events.applications.mails import step_mail
from events.applications.models import Application
from events.applications.rules import (
    STEP_WORKING_DAYS,
    Nudge,
    decide_nudge,
    is_surplus_due,
    step_due_at,
)
from events.applications.states import WAITING, LapseReason, Side
from events.offers.states import ListingState, PlacesPer
from portal.shared.calendar_days.models import SchoolHoliday
from portal.shared.calendar_days.rules import HolidayPeriod
from portal.shared.calendar_days.states import DEFAULT_REGION

# Longer than five working days with five more of a holiday, and any public holidays.
NEAR = timedelta(days=40)


class Holidays:
    """The school holidays of each region around a day, read once per round."""

    def __init__(self, at: datetime) -> None:
        today = timezone.localdate(at)
        self._near = (today - NEAR, today + NEAR)
        self._periods: dict[str, list[HolidayPeriod]] = {}

    def of(self, application: Application) -> list[HolidayPeriod]:
        """Give the holidays at the school whose turn it is; of Midden when its region is unknown (DECISIONS 20)."""
        region = application.school(application.waits_for or Side.HOST).holiday_region or DEFAULT_REGION
        if region not in self._periods:
            self._periods[region] = SchoolHoliday.objects.of_region(region).touching(*self._near).periods()
        return self._periods[region]


def since_of(application: Application) -> datetime:
    """Give since when the time of the side whose turn it is runs."""
    return application.nudged_at or application.last_step_at


def due_at(application: Application, holidays: Holidays) -> datetime:
    """Give until when the side whose turn it is has before something follows; the application with its schools."""
    return step_due_at(since=since_of(application), school_holidays=holidays.of(application))


def run_clock(at: datetime) -> int:
    """Do what is due at applications; for the job of this name.

    Returns:
        How many got a mail or ended.
    """
    return lapse_surplus(at=at) + break_silence(at=at)


def lapse_surplus(*, at: datetime) -> int:
    """End what waits for a place or a wish that is taken, once the yes can't be taken back; give how many."""
    taken = Q(offer__state=ListingState.TAKEN) | Q(request__state=ListingState.TAKEN)
    taken |= Q(offer__places_per=PlacesPer.MONTH, offer__applications__holds_place=True)
    rows = Application.objects.waiting().filter(taken).order_by("pk").distinct()
    return sum(_lapse_if_surplus(row, at=at) for row in rows)


def _lapse_if_surplus(row: Application, *, at: datetime) -> bool:
    with transaction.atomic():
        locked = lock_application(row)
        if locked.state not in WAITING or not is_surplus_due(taken_at=taken_since(locked), at=at):
            return False
        is_wish = locked.request is not None and locked.request.state == ListingState.TAKEN
        # The guest of a fulfilled wish found a place; the hosts who wait for them hear it.
        mail, side = ("wish_taken", Side.HOST) if is_wish else ("surplus", Side.GUEST)
        lapse(locked, reason=LapseReason.SURPLUS, to_sides=[side], at=at, mail=mail)
    return True


def break_silence(*, at: datetime) -> int:
    """Remind whose turn it is, once and a last time, and end what stays silent; give how many."""
    # From a Sunday to the end of the Friday after it: it is never due sooner.
    earliest = at - timedelta(days=STEP_WORKING_DAYS - 1)
    waits = Application.objects.waiting().exclude(waits_for="")
    long_ago = Q(nudged_at=None, last_step_at__lt=earliest) | Q(nudged_at__lt=earliest)
    rows = waits.filter(long_ago).select_related("guest_institution", "host_institution").order_by("pk")
    holidays = Holidays(at)
    return sum(_nudge(row, holidays=holidays, at=at) for row in rows)


def _nudge(row: Application, *, holidays: Holidays, at: datetime) -> bool:
    if _due(row, holidays=holidays, at=at) is Nudge.NOTHING:
        return False
    with transaction.atomic():
        locked = lock_row(row.pk)
        step = Nudge.NOTHING
        if locked.state in WAITING and locked.waits_for:
            step = _due(locked, holidays=holidays, at=at)
        if step is Nudge.LAPSE:
            lapse(locked, reason=LapseReason.SILENCE, to_sides=list(Side), at=at)
        elif step is not Nudge.NOTHING:
            locked.nudges, locked.nudged_at = locked.nudges + 1, at
            locked.save(update_fields=["nudges", "nudged_at"])
            if tells(locked, locked.waits_for):
                name = "nudge" if step is Nudge.REMIND else "last_nudge"
                words = {"until": due_at(locked, holidays), "is_decider": locked.waits_for != locked.started_by}
                post_all([step_mail(name, locked, to_side=locked.waits_for, at=at, **words)], at=at)
    return step is not Nudge.NOTHING


def _due(row: Application, *, holidays: Holidays, at: datetime) -> Nudge:
    return decide_nudge(since=since_of(row), nudges=row.nudges, school_holidays=holidays.of(row), at=at)
