"""Making a meetup of a page, its settings, its organisers and its groups of seats."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from events.meetup_pages.models import MeetupPage
from events.meetups.actions.rows import lock_dates, lock_meetup
from events.meetups.errors import BookingInUse, ClosedWithoutOpening, GroupsTooLarge, NoOrganiser, SeatGroupInUse
from events.meetups.listeners import ChangeKind, OccurrenceChange, people_at, people_counters, tell_all
from events.meetups.models import Meetup, MeetupOrganiser, Occurrence, SeatGroup
from events.meetups.plans import GroupPlan, MeetupPlan
from events.meetups.rules import differences, groups_fit
from events.meetups.states import OccurrenceState
from network.models import Member
from portal.shared.pages.listeners import pages_changed

# The settings that decisions about seats read.
_RULE_COLUMNS = (
    "admission",
    "eligibility",
    "booking",
    "opens_at",
    "closes_at",
    "waitlist_policy",
    "offer_hours",
    "waitlist_limit",
    "allows_pairs",
    "most_per_institution",
)
_RULES = OccurrenceChange(frozenset({ChangeKind.RULES}))


def plan_meetup(
    *, page: MeetupPage, plan: MeetupPlan, organisers: Sequence[Member], by: Member | None, at: datetime
) -> Meetup:
    """Make the meetup of a page; a page that has one already gives that one, unchanged.

    Parameters:
        page: Its text, live or not.
        plan: Its settings.
        organisers: Who run it.
        by: Who makes it.
        at: Now.

    Raises:
        NoOrganiser: Nobody runs it.
        ClosedWithoutOpening: Registration closes before it opens.
    """
    if not organisers:
        raise NoOrganiser
    _check_window(plan)
    with transaction.atomic():
        # The page is the lock: two clicks make one meetup.
        held = MeetupPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
        present = Meetup.objects.filter(page=held).first()
        if present is not None:
            return present
        meetup = Meetup(page=held, created_by=by, created_at=at)
        plan.apply(meetup)
        meetup.save()
        _add_organisers(meetup, organisers, at=at)
    return meetup


def change_meetup(*, meetup: Meetup, plan: MeetupPlan, at: datetime) -> Meetup:
    """Change the settings of a meetup.

    All dates are locked, for sign-ups read the settings; when one that they read changed, listeners hear RULES for each
    coming announced date.

    Raises:
        MoveRefused: The meetup is gone.
        ClosedWithoutOpening: Registration closes before it opens.
        BookingInUse: People are in, or wait, for what one signs up for now: a line of single dates and a line of the
            whole series can't be put together without someone losing a place.
    """
    _check_window(plan)
    with transaction.atomic():
        locked = lock_meetup(meetup)
        dates = lock_dates(locked)
        if plan.booking != locked.booking:
            coming = people_at([date.pk for date in dates if date.ends_at > at])
            if any(people.all for people in coming.values()):
                raise BookingInUse
        before = {name: getattr(locked, name) for name in _RULE_COLUMNS}
        plan.apply(locked)
        locked.save()
        # Kind and school stand in the entry of search.
        pages_changed([locked.page_id])
        if differences(before, {name: getattr(locked, name) for name in _RULE_COLUMNS}):
            _tell_rules(dates, at=at)
    return locked


def settle_meetup(*, meetup: Meetup, plan: MeetupPlan, groups: Sequence[GroupPlan], at: datetime) -> Meetup:
    """Change settings and groups in one step, all or none. Raises as `change_meetup` and `set_seat_groups`."""
    with transaction.atomic():
        changed = change_meetup(meetup=meetup, plan=plan, at=at)
        present = [GroupPlan(row.name, row.seats, row.key) for row in changed.seat_groups.all()]
        if present != list(groups):
            set_seat_groups(meetup=meetup, groups=groups, at=at)
    return changed


def set_organisers(*, meetup: Meetup, organisers: Sequence[Member], at: datetime) -> list[Member]:
    """Have exactly these members run a meetup; who stays keeps the moment they began.

    Raises:
        NoOrganiser: Nobody would be left.
        MoveRefused: The meetup is gone.
    """
    if not organisers:
        raise NoOrganiser
    with transaction.atomic():
        locked = lock_meetup(meetup)
        wanted = {member.pk for member in organisers}
        locked.organiser_rows.exclude(member_id__in=wanted).delete()
        present = set(locked.organiser_rows.values_list("member_id", flat=True))
        _add_organisers(locked, [member for member in organisers if member.pk not in present], at=at)
    return list(organisers)


def set_seat_groups(*, meetup: Meetup, groups: Sequence[GroupPlan], at: datetime) -> list[SeatGroup]:
    """Have exactly these groups of seats, in this order; an emptied name takes a group away.

    Raises:
        SeatGroupInUse: Someone holds a seat of a group that would go.
        GroupsTooLarge: The groups keep more seats than a coming date has on site and online together.
        MoveRefused: The meetup is gone.
    """
    with transaction.atomic():
        locked = lock_meetup(meetup)
        dates = lock_dates(locked)
        sizes = [group.seats for group in groups]
        for date in dates:
            if date.state != OccurrenceState.CANCELLED and date.ends_at > at and not groups_fit(sizes, all_seats(date)):
                raise GroupsTooLarge
        present = {group.key: group for group in locked.seat_groups.select_for_update().order_by("pk")}
        kept = {group.key for group in groups if group.key in present}
        gone = [group for key, group in present.items() if key not in kept]
        used = {pk for counter in people_counters for pk in counter.in_groups(locked.pk)}
        if any(group.pk in used for group in gone):
            raise SeatGroupInUse
        for group in gone:
            group.delete()
        rows = [_write_group(locked, present.get(group.key), group) for group in groups]
        _tell_rules(dates, at=at)
    return rows


def all_seats(date: Occurrence) -> int | None:
    """Give the seats of a date over the modes it offers; None when one of them has no limit."""
    offered = [
        seats
        for seats, is_offered in ((date.seats_on_site, date.has_on_site), (date.seats_online, date.has_online))
        if is_offered
    ]
    return None if None in offered else sum(offered)


def _write_group(meetup: Meetup, row: SeatGroup | None, group: GroupPlan) -> SeatGroup:
    row = row or SeatGroup(meetup=meetup)
    row.name, row.seats = group.name, group.seats
    row.save()
    return row


def _check_window(plan: MeetupPlan) -> None:
    if plan.opens_at and plan.closes_at and plan.closes_at <= plan.opens_at:
        raise ClosedWithoutOpening


def _add_organisers(meetup: Meetup, members: Sequence[Member], *, at: datetime) -> None:
    MeetupOrganiser.objects.bulk_create(
        [MeetupOrganiser(meetup=meetup, member=member, added_at=at) for member in members]
    )


def _tell_rules(dates: Sequence[Occurrence], *, at: datetime) -> None:
    coming = [date for date in dates if date.state == OccurrenceState.PLANNED and date.ends_at > at]
    tell_all([(date, _RULES) for date in coming], at=at)


def erase_organiser(*, member: Member) -> int:
    """Take a person out of every meetup, inside the caller's transaction; editors run what has nobody left.

    Returns:
        Number of rows changed or removed; 0 when called again.

    Source: DECISIONS 7.
    """
    with transaction.atomic():
        ids = MeetupOrganiser.objects.filter(member=member).values_list("meetup_id", flat=True)
        list(Meetup.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk"))
        changed = MeetupOrganiser.objects.filter(member=member).delete()[0]
        changed += Meetup.objects.filter(created_by=member).update(created_by=None)
        changed += Meetup.objects.filter(proposed_by=member).update(proposed_by=None)
    return changed
