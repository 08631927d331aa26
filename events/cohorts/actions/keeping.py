"""Letting go: a person who leaves the portal, and what is older than promised (DECISIONS 7, 16)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from events.cohorts.actions.closing import SEED_KIND, hand_over
from events.cohorts.actions.composing import forget_inside
from events.cohorts.actions.rows import let_go_of_pair, lock_cohort
from events.cohorts.models import BuddyPair, Cohort, CohortMember, CohortNote, CohortNoteReport, RolePractice
from events.cohorts.states import INSIDE, PlaceState, StoryAnswer
from events.meetups.models import Occurrence
from events.meetups.states import ANNOUNCED
from network.models import Member
from portal.shared.conversations.states import PostState
from portal.shared.erasing.actions import unsign
from portal.shared.registries.actions import withdraw_story_seed
from portal.shared.retention import kept_for


def erase_person(*, member: Member, at: datetime) -> int:
    """Take a person out of every group, inside the caller's transaction: what they wrote there goes wholly.

    It was meant for a closed circle, so nothing of it stays. That there was one more person stays, without a name.
    Their seats go with their registrations. What they decided stays, without their own names.

    Parameters:
        member: Who leaves; the row still exists.
        at: Now.

    Returns:
        Number of rows changed; 0 when called again.
    """
    names = [member.name, member.email, f"{member.name_prefix} {member.family_name}", member.family_name]
    with transaction.atomic():
        changed = 0
        rows = CohortMember.objects.filter(member=member).select_related("cohort", "pair")
        for place in rows.order_by("cohort_id"):
            changed += _erase_place(place, at=at)
        changed += CohortNote.objects.filter(member=member).update(
            member=None, state=PostState.REMOVED, text="", state_reason=""
        )
        changed += CohortNoteReport.objects.filter(reporter=member).update(reporter=None, text="")
        decided = CohortNoteReport.objects.filter(decided_by=member)
        changed += unsign(decided, who="decided_by", texts=["answer"], names=names)
        hidden = CohortNote.objects.filter(state_by=member)
        changed += unsign(hidden, who="state_by", texts=["state_reason"], names=names)
        closed = Cohort.objects.filter(closed_by=member)
        changed += unsign(closed, who="closed_by", texts=["story_title", "story_wanted", "story_did"], names=names)
        changed += CohortMember.objects.filter(added_by=member).update(added_by=None)
    return changed


def _erase_place(place: CohortMember, *, at: datetime) -> int:
    cohort = lock_cohort(place.cohort)
    was_author = place.story_answer == StoryAnswer.YES
    let_go_of_pair(place)
    forget_inside(place, at=at)
    place.practices.all().delete()
    place.member, place.takeaway, place.story_answer, place.story_answered_at = None, "", StoryAnswer.OPEN, None
    if place.state in INSIDE:
        place.state, place.left_at = PlaceState.LEFT, at
    place.save()
    if was_author and cohort.is_closed:
        hand_over(cohort, at=at)
    return 1


def outdate(*, at: datetime) -> int:
    """Forget what people of a group told each other, a year after its last date.

    Notes with their reports, what each takes along, who practised what and who were buddies go; that the group was
    there, and who was in it, stays.

    Returns:
        Number of rows changed or removed.
    """
    last = Occurrence.objects.filter(state__in=ANNOUNCED).order_by().values("meetup").annotate(last=Max("ends_at"))
    old = last.filter(last__lt=at - kept_for("cohort_notes")).values("meetup")
    with transaction.atomic():
        cohorts = list(Cohort.objects.filter(meetup__in=old))
        ids = [cohort.pk for cohort in cohorts]
        changed = 0
        for rows in (
            CohortNote.objects.filter(cohort__in=ids),
            RolePractice.objects.filter(place__cohort__in=ids),
            BuddyPair.objects.filter(cohort__in=ids),
        ):
            changed += rows.delete()[0]
        changed += CohortMember.objects.filter(cohort__in=ids).exclude(takeaway="").update(takeaway="")
        for cohort in cohorts:
            changed += withdraw_story_seed(source_kind=SEED_KIND, source_key=cohort.key)
    return changed
