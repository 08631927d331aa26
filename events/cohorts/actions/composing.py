"""What organisers do with a group: its size, who is asked, who is taken out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from events.cohorts.actions.rows import coming, let_go_of_pair, lock_group, move_place, post_all, read_place
from events.cohorts.actions.seats import free_seats, seat_everywhere
from events.cohorts.errors import (
    GroupFinished,
    GroupTooLarge,
    MembersOnly,
    NoDates,
    NotAFixedGroup,
    ReasonMissing,
    SizeUpsideDown,
)
from events.cohorts.mails import invited_mails, removed_mails
from events.cohorts.models import Cohort, CohortMember
from events.cohorts.rules import LARGEST, SMALLEST, SizeDecision, decide_size
from events.cohorts.states import INSIDE, PlaceState, StoryAnswer
from events.meetups.models import Meetup
from events.meetups.states import Admission
from network.members.states import Standing
from network.models import Member


def set_size(*, meetup: Meetup, least: int, most: int, at: datetime) -> Cohort:
    """Say how small and how large the group is to be.

    Raises:
        SizeUpsideDown: The two don't go together, or lie outside of what a group can be.
        GroupTooLarge: More people are inside already.
        GroupFinished: The group is closed.
    """
    if not SMALLEST <= least <= most <= LARGEST:
        raise SizeUpsideDown
    with transaction.atomic():
        cohort, _dates = lock_group(meetup, at=at)
        _require_open(cohort)
        if decide_size(cohort.places.inside().count(), least=least, most=most) is SizeDecision.TOO_MANY:
            raise GroupTooLarge
        cohort.least, cohort.most = least, most
        cohort.save(update_fields=["least", "most"])
    return cohort


def ask_people(*, meetup: Meetup, members: Sequence[Member], by: Member, at: datetime) -> list[CohortMember]:
    """Ask these members into the group, all or none: each has a seat at every coming date, and hears by mail.

    Who is inside already stays as they are. Who said no or left before is asked again.

    Parameters:
        meetup: Of the kind "peer course".
        members: Whom.
        by: Which organiser asks.
        at: Now.

    Raises:
        NotAFixedGroup: People can sign up for this meetup by themselves.
        NoDates: No coming date is announced.
        MembersOnly: One of them is no member (any more).
        GroupTooLarge: The group would be larger than it is to be.
        GroupFinished: The group is closed.
        RegistrationsError: A date takes no registrations at all.

    Source: PRODUCT, "Meetups": a cohort with a fixed group and a series.
    """
    with transaction.atomic():
        cohort, dates = lock_group(meetup, at=at)
        _require_open(cohort)
        if cohort.meetup.admission != Admission.CLOSED:
            raise NotAFixedGroup
        here = coming(dates, at=at)
        if not here:
            raise NoDates
        known = {row.member_id: row for row in cohort.places.select_related("member", "added_by")}
        new = [member for member in dict.fromkeys(members) if not _is_inside(known.get(member.pk))]
        if any(not member.is_active or member.standing != Standing.MEMBER for member in new):
            raise MembersOnly
        number = cohort.places.inside().count() + len(new)
        if decide_size(number, least=cohort.least, most=cohort.most) is SizeDecision.TOO_MANY:
            raise GroupTooLarge
        places = [_ask(cohort, known.get(member.pk), member, by=by, at=at) for member in new]
        for place in places:
            rows = seat_everywhere(place, here, at=at)
            in_order = sorted(rows, key=lambda row: row.occurrence.starts_at)
            post_all(invited_mails(place=place, rows=in_order, at=at), at=at)
    return places


def _is_inside(place: CohortMember | None) -> bool:
    return place is not None and place.state in INSIDE


def _ask(cohort: Cohort, place: CohortMember | None, member: Member, *, by: Member, at: datetime) -> CohortMember:
    fresh = {
        "added_by": by,
        "added_at": at,
        "joined_at": None,
        "left_at": None,
        "dates_told_at": at,
        "story_answer": StoryAnswer.OPEN,
        "story_answered_at": None,
        "takeaway": "",
    }
    if place is None:
        return CohortMember.objects.create(cohort=cohort, member=member, **fresh)
    place.cohort = cohort
    move_place(place, PlaceState.INVITED, **fresh)
    return place


def take_out(*, place: CohortMember, by: Member, reason: str, at: datetime) -> CohortMember:
    """Take someone out of the group, with a reason they read; their seats are free again. Twice is no problem.

    Parameters:
        place: Whose.
        by: Which organiser does it.
        reason: In words.
        at: Now.

    Raises:
        ReasonMissing: There is no reason.
        StepRefused: They went by themselves.
        GroupFinished: The group is closed.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        cohort, dates = lock_group(place.cohort.meetup, at=at)
        held = read_place(place, cohort)
        if held.state == PlaceState.REMOVED:
            return held
        _require_open(cohort)
        let_go_of_pair(held)
        move_place(held, PlaceState.REMOVED, left_at=at, story_answer=StoryAnswer.OPEN, takeaway="")
        forget_inside(held, at=at)
        rows = free_seats(held, coming(dates, at=at), by=by, reason=reason.strip(), at=at)
        post_all(removed_mails(place=held, rows=rows, reason=reason.strip(), at=at), at=at)
    return held


def forget_inside(place: CohortMember, *, at: datetime) -> None:
    """Take away what only someone inside has: the address of the group's calendar, and roles at coming dates."""
    place.practices.filter(occurrence__starts_at__gt=at).delete()
    feed = getattr(place, "feed", None)
    if feed is not None:
        feed.delete()


def _require_open(cohort: Cohort) -> None:
    if cohort.is_closed:
        raise GroupFinished
