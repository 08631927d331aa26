"""What people in a group say: yes, no, goodbye."""

from datetime import datetime

from django.db import transaction

from events.cohorts.actions.closing import hand_over
from events.cohorts.actions.composing import forget_inside
from events.cohorts.actions.rows import (
    coming,
    let_go_of_pair,
    lock_group,
    move_place,
    organisers_of,
    post_all,
    read_place,
)
from events.cohorts.actions.seats import free_seats
from events.cohorts.errors import GroupFinished
from events.cohorts.mails import answered_no_mails, goodbye_mails
from events.cohorts.models import CohortMember, CohortNote
from events.cohorts.states import PlaceState, StoryAnswer
from portal.shared.conversations.states import PostState


def say_yes(*, place: CohortMember, at: datetime) -> CohortMember:
    """Take part, and keep to oneself what the others tell. Twice is no problem.

    Raises:
        StepRefused: They are out.
        GroupFinished: The group is closed.
    """
    with transaction.atomic():
        cohort, _dates = lock_group(place.cohort.meetup, at=at)
        held = read_place(place, cohort)
        if held.state == PlaceState.TAKING_PART:
            return held
        if cohort.is_closed:
            raise GroupFinished
        move_place(held, PlaceState.TAKING_PART, joined_at=at)
    return held


def say_no(*, place: CohortMember, at: datetime) -> CohortMember:
    """Not take part; the seats are free again, and the organisers hear it. Twice is no problem.

    Raises:
        StepRefused: They take part already (then they leave), or are out.
    """
    return _go(place, PlaceState.DECLINED, takes_notes_along=False, at=at)


def leave_group(*, place: CohortMember, takes_notes_along: bool, at: datetime) -> CohortMember:
    """Leave the group; the seats are free again, and the organisers hear it. Twice is no problem.

    Parameters:
        place: Whose.
        takes_notes_along: Whether what they wrote is wiped; otherwise it stays for the group.
        at: Now.

    Raises:
        StepRefused: They never said yes (then they say no), or were taken out.
    """
    return _go(place, PlaceState.LEFT, takes_notes_along=takes_notes_along, at=at)


def _go(place: CohortMember, state: PlaceState, *, takes_notes_along: bool, at: datetime) -> CohortMember:
    with transaction.atomic():
        cohort, dates = lock_group(place.cohort.meetup, at=at)
        held = read_place(place, cohort)
        if held.state == state:
            return held
        let_go_of_pair(held)
        move_place(held, state, left_at=at, story_answer=StoryAnswer.OPEN, takeaway="")
        forget_inside(held, at=at)
        if takes_notes_along:
            own = CohortNote.objects.filter(cohort=cohort, member=held.member).exclude(state=PostState.REMOVED)
            own.update(state=PostState.REMOVED, text="", state_reason="", state_at=at)
        if cohort.is_closed:
            hand_over(cohort, at=at)
        rows = free_seats(held, coming(dates, at=at), by=None, at=at)
        post_all(goodbye_mails(place=held, rows=rows, at=at), at=at)
        others = [member for member in organisers_of(cohort.meetup) if member.pk != held.member_id]
        post_all(answered_no_mails(place=held, organisers=others, at=at), at=at)
    return held
