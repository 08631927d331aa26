"""Letting go: a person who leaves, and what is older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from events.registrations.actions.promotion import settle_all
from events.registrations.actions.rows import MEMBER, lock_all, move
from events.registrations.actions.signing_up import release_partner
from events.registrations.models import AccessNeed, Registration, RegistrationAnswer, RegistrationMove, SeriesBooking
from events.registrations.rules import KEEP_ANSWERS, KEEP_NEEDS, KEEP_NO_SHOWS
from events.registrations.states import ACTIVE, Attendance, RegistrationState
from network.models import Member

# What a registration keeps of an erased person: that there was one.
_NOBODY = {
    "member": None,
    "institution": None,
    "guest_name": "",
    "guest_email": "",
    "guest_organisation": "",
    "pair_key": "",
    "override_reason": "",
}


def erase_person(*, member: Member, at: datetime) -> int:
    """Take a person out of every registration, inside the caller's transaction; the rows stay as counts.

    Coming seats go to who is first in line. Answers, needs and the choice of sessions go wholly.

    Parameters:
        member: Who leaves; the row still exists.
        at: Now.

    Returns:
        Number of rows changed or removed; 0 when called again.
    """
    with transaction.atomic():
        # Also what was typed with an address of theirs and never became their own.
        addresses = EmailAddress.objects.filter(user=member, verified=True).values_list("email", flat=True)
        as_guest = Q(member=None, guest_email__in=[member.email, *addresses])
        mine = Registration.objects.filter(Q(member=member) | as_guest)
        dates = {row.pk: row for row in lock_all(mine.values_list("occurrence_id", flat=True))}
        rows = list(mine.order_by("occurrence_id", "pk"))
        left = set()
        for row in rows:
            row.occurrence = locked = dates[row.occurrence_id]
            if row.state in ACTIVE and locked.ends_at > at:
                move(row, RegistrationState.WITHDRAWN, by=MEMBER, at=at)
                release_partner(row, at=at)
                left.add(row.series_booking_id)
        ids = [row.pk for row in rows]
        changed = RegistrationAnswer.objects.filter(registration__in=ids).delete()[0]
        changed += AccessNeed.objects.filter(registration__in=ids).delete()[0]
        for row in rows:
            row.sessions.clear()
        Registration.objects.filter(pk__in=ids).update(**_NOBODY, erased_at=at)
        bookings = SeriesBooking.objects.filter(member=member)
        ended = bookings.active().filter(pk__in=left - {None})
        ended.update(state=RegistrationState.WITHDRAWN, hold_ends_at=None, changed_at=at)
        changed += len(ids) + bookings.update(member=None)
        RegistrationMove.objects.filter(registration__in=ids).update(note="")
        changed += RegistrationMove.objects.filter(by_key=member.key).update(by_key="")
        settle_all([locked for locked in dates.values() if locked.ends_at > at], at=at)
    return changed


def outdate(*, at: datetime) -> int:
    """Forget answers, guests and no-shows half a year after a date, and needs two weeks after it.

    Returns:
        Number of rows changed or removed.
    """
    with transaction.atomic():
        needs = AccessNeed.objects.filter(registration__occurrence__ends_at__lt=at - KEEP_NEEDS)
        changed = needs.delete()[0]
        old = Registration.objects.filter(occurrence__ends_at__lt=at - KEEP_ANSWERS)
        changed += RegistrationAnswer.objects.filter(registration__in=old.values("pk")).delete()[0]
        guests = old.filter(member=None)
        # What organisers wrote of them may name them too.
        notes = RegistrationMove.objects.filter(registration__in=guests.values("pk"))
        changed += notes.exclude(note="").update(note="")
        changed += guests.exclude(override_reason="").update(override_reason="")
        named = guests.filter(erased_at=None)
        changed += named.update(guest_name="", guest_email="", guest_organisation="", erased_at=at)
        no_shows = Registration.objects.filter(
            occurrence__ends_at__lt=at - KEEP_NO_SHOWS, attendance=Attendance.ABSENT, member__isnull=False
        )
        changed += no_shows.update(attendance=Attendance.UNKNOWN)
    return changed
