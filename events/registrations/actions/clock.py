"""What the clock does: lapsed holds, seats left free, reminders. Each asks "due and not done yet"."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from events.meetups.models import Occurrence
from events.meetups.states import Booking, OccurrenceState
from events.registrations.actions.promotion import settle
from events.registrations.actions.rows import lock_date
from events.registrations.mails import post_mail
from events.registrations.models import Registration
from events.registrations.rules import due_reminder
from events.registrations.states import RegistrationState

FURTHEST_REMINDER = timedelta(days=60)


def sweep(at: datetime) -> int:
    """Bring every coming date to rest on which a hold lapsed or someone waits; one transaction per date, or per series.

    Returns:
        Number of registrations, and of bookings of a series, that changed.
    """
    lapsed = Q(registrations__in=Registration.objects.lapsing(at).order_by().values("pk"))
    waiting = Q(registrations__state=RegistrationState.WAITLISTED)
    dates = Occurrence.objects.planned().filter(ends_at__gt=at).filter(lapsed | waiting).distinct()
    changed, series = 0, set()
    for pk, meetup, booking in list(dates.order_by("pk").values_list("pk", "meetup", "meetup__booking")):
        if booking == Booking.SERIES:
            if meetup in series:
                continue
            series.add(meetup)
        with transaction.atomic():
            changed += settle(lock_date(pk), at=at)
    return changed


def remind(at: datetime) -> int:
    """Send the reminders that are due and were not sent, of dates that go on, to who comes.

    Returns:
        Number of people who were looked at for a reminder that is due; the outbox sends each occasion once.
    """
    coming = Occurrence.objects.planned().filter(starts_at__gt=at, starts_at__lte=at + FURTHEST_REMINDER)
    told = 0
    for pk in list(coming.exclude(meetup__reminder_hours=[]).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            # Held, so that a cancellation is before or after: nobody is reminded of what does not go on.
            locked = lock_date(pk)
            told += _remind(locked, at=at)
    return told


def _remind(locked: Occurrence, *, at: datetime) -> int:
    rows = Registration.objects.confirmed().filter(occurrence=locked).select_related("member")
    told = 0
    for row in rows if locked.state == OccurrenceState.PLANNED else ():
        hours = due_reminder(
            hours=locked.meetup.reminder_hours, starts_at=locked.starts_at, signed_up_at=row.changed_at, at=at
        )
        if hours is not None:
            row.occurrence = locked
            occasion = f"{hours}:{locked.starts_at.isoformat()}"
            told += post_mail("reminder", row, at=at, words={"occasion": occasion}) is not None
    return told
