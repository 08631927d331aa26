"""The seats of a group: one for each person inside at each coming date, and free again when someone goes."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from events.cohorts.actions.rows import coming, lock_group, post_all, read_place
from events.cohorts.errors import NotInGroup
from events.cohorts.mails import new_dates_mails
from events.cohorts.models import CohortMember
from events.cohorts.states import INSIDE
from events.meetups.models import Occurrence
from events.meetups.states import Mode, OccurrenceState
from events.registrations.actions import SignUp, put_in, remove, withdraw
from events.registrations.errors import RegistrationsError
from events.registrations.models import Registration
from network.models import Member

logger = logging.getLogger("portal.events.cohorts")
# One mail about all dates that an organiser announces one after the other.
GATHERING = timedelta(minutes=5)


def seat_everywhere(place: CohortMember, dates: Sequence[Occurrence], *, at: datetime) -> list[Registration]:
    """Give someone a seat at each of these dates, which are held; who has one keeps it.

    Above the number of seats too: who is in a fixed group comes. No mail of each date goes out; the caller tells all.

    Raises:
        RegistrationsError: A date takes no registrations at all.
    """
    return [_seat(place, date, at=at) for date in dates]


def _seat(place: CohortMember, date: Occurrence, *, at: datetime) -> Registration:
    # Stored, and read by others than who puts the group together.
    with translation.override("nl"):
        reason = _("In the fixed group.")
    row = put_in(
        occurrence=date,
        member=place.member,
        sign_up=SignUp(mode=Mode.ON_SITE if date.has_on_site else Mode.ONLINE),
        by=place.added_by,
        reason=reason,
        at=at,
        sends_mail=False,
    )
    row.occurrence = date
    return row


def free_seats(
    place: CohortMember, dates: Sequence[Occurrence], *, by: Member | None, reason: str = "", at: datetime
) -> list[Registration]:
    """Free the seats of someone at each of these dates, which are held.

    Parameters:
        place: Whose.
        dates: The coming ones.
        by: The organiser who takes them out, with a reason; None when they go by themselves.
        reason: In words.
        at: Now.

    Returns:
        The registrations that were given up.
    """
    rows = Registration.objects.active().filter(member=place.member, occurrence__in=dates)
    given_up = []
    for row in rows.select_related("occurrence__meetup__page").order_by("occurrence_id"):
        if by is None:
            withdraw(registration=row, at=at, sends_mail=False)
        else:
            remove(registration=row, by=by, reason=reason, at=at, sends_mail=False)
        given_up.append(row)
    return given_up


def come_after_all(*, place: CohortMember, occurrence: Occurrence, at: datetime) -> Registration:
    """Take one's seat at a date again after withdrawing from it; with a seat there nothing changes.

    Parameters:
        place: Whose.
        occurrence: A date of the group's meetup.
        at: Now.

    Raises:
        NotInGroup: They are not inside any more.
        RegistrationsError: The date began, or does not go on.
    """
    with transaction.atomic():
        cohort, _dates = lock_group(place.cohort.meetup, at=at)
        held = read_place(place, cohort)
        if not held.is_inside:
            raise NotInGroup
        held.added_by = None
        row = _seat(held, occurrence, at=at)
        _tell(held.pk, at=at)
    return row


def seat_group(*, occurrence: Occurrence, at: datetime) -> int:
    """Give everyone inside the group of a date a seat there, inside the transaction that announces it.

    Who can't get one (the date keeps all its seats for groups, or needs no registration) is left out and logged: that
    must not stop the announcement.

    Parameters:
        occurrence: Just announced, and held.
        at: Now.

    Returns:
        How many people have a seat by it.
    """
    if not coming([occurrence], at=at):
        return 0
    places = CohortMember.objects.inside().filter(cohort__meetup=occurrence.meetup_id, cohort__closed_at=None)
    seated = 0
    for place in places.select_related("member", "added_by").order_by("pk"):
        try:
            _seat(place, occurrence, at=at)
        except RegistrationsError as error:
            logger.warning("Place %s gets no seat at date %s: %s", place.key, occurrence.key, type(error).__name__)
        else:
            seated += 1
    return seated


def tell_new_dates(at: datetime) -> int:
    """Mail everyone in a group which dates came since the last mail, once the organiser is done announcing.

    Returns:
        Number of people who were told.
    """
    waiting = CohortMember.objects.inside().filter(
        member__registrations__occurrence__meetup=F("cohort__meetup"),
        member__registrations__created_at__gt=F("dates_told_at"),
        member__registrations__created_at__lte=at - GATHERING,
        member__registrations__state="confirmed",
        member__registrations__occurrence__state=OccurrenceState.PLANNED,
        member__registrations__occurrence__starts_at__gt=at,
    )
    told = 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True).distinct()):
        with transaction.atomic():
            told += _tell(pk, at=at)
    return told


def _tell(pk: int, *, at: datetime) -> int:
    rows = CohortMember.objects.select_for_update(of=("self",)).select_related("member", "cohort__meetup__page")
    place = rows.filter(pk=pk, state__in=INSIDE).first()
    if place is None:
        return 0
    new = Registration.objects.confirmed().filter(
        member=place.member,
        occurrence__meetup=place.cohort.meetup_id,
        occurrence__state=OccurrenceState.PLANNED,
        occurrence__starts_at__gt=at,
        created_at__gt=place.dates_told_at,
    )
    found = list(new.select_related("occurrence__meetup__page").order_by("occurrence__starts_at", "pk"))
    if not found:
        return 0
    place.dates_told_at = max(row.created_at for row in found)
    place.save(update_fields=["dates_told_at"])
    post_all(new_dates_mails(place=place, rows=found, at=at), at=at)
    return 1
