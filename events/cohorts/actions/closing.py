"""The end of a group: who stands with the joint story, and its material (DECISIONS 13)."""

from datetime import datetime

from django.db import transaction

from events.cohorts.actions.rows import lock_cohort, lock_group, post_all, read_place
from events.cohorts.errors import GroupFinished, NobodyAgreed, StepRefused
from events.cohorts.mails import closed_mails, story_asked_mails
from events.cohorts.models import Cohort, CohortMember
from events.cohorts.rules import joint_texts
from events.cohorts.states import CohortState, PlaceState, StoryAnswer
from events.meetups.models import Meetup
from network.models import Member
from portal.shared.registries.actions import hand_over_story_seed, withdraw_story_seed

SEED_KIND = "cohort"


def ask_for_story(*, meetup: Meetup, at: datetime) -> Cohort:
    """Ask who takes part whether they are an author of the joint story; who answered isn't asked again.

    Raises:
        GroupFinished: The group is closed.
    """
    with transaction.atomic():
        cohort, _dates = lock_group(meetup, at=at)
        if cohort.is_closed:
            raise GroupFinished
        cohort.story_asked_at = cohort.story_asked_at or at
        cohort.save(update_fields=["story_asked_at"])
        waiting = cohort.places.taking_part().filter(story_answer=StoryAnswer.OPEN).select_related("member")
        people = [place.member for place in waiting.order_by("pk")]
        post_all(story_asked_mails(cohort=cohort, people=people, at=at), at=at)
    return cohort


def answer_story(*, place: CohortMember, answer: StoryAnswer, takeaway: str, at: datetime) -> CohortMember:
    """Say whether one is an author of the joint story under one's name, and what one takes along.

    It can be changed as long as nobody began writing: the material is then made anew. What someone takes along goes
    into the story only with a yes.

    Parameters:
        place: Whose.
        answer: Yes or no.
        takeaway: In one's own words; may be empty.
        at: Now.

    Raises:
        StepRefused: They don't take part.
    """
    with transaction.atomic():
        cohort = lock_cohort(place.cohort)
        held = read_place(place, cohort)
        if held.state != PlaceState.TAKING_PART:
            raise StepRefused
        held.story_answer, held.story_answered_at = answer, at
        held.takeaway = takeaway.strip() if answer == StoryAnswer.YES else ""
        held.save(update_fields=["story_answer", "story_answered_at", "takeaway"])
        if cohort.is_closed:
            hand_over(cohort, at=at)
    return held


def authors_of(cohort: Cohort) -> list[CohortMember]:
    """Give who said yes to standing with the joint story, in the order they came into the group."""
    rows = cohort.places.taking_part().filter(story_answer=StoryAnswer.YES)
    return list(rows.select_related("member").order_by("added_at", "pk"))


def close_group(
    *, meetup: Meetup, by: Member, title: str = "", wanted: str = "", did: str = "", at: datetime
) -> Cohort:
    """Finish a group; with a title, the material for one joint story goes to those who said yes.

    Nobody writes notes after this; what stands there can be read until it is outdated. Twice is no problem.

    Parameters:
        meetup: Whose group.
        by: Which organiser closes it.
        title: Of the joint story; empty: there is none.
        wanted: What the group wanted to learn.
        did: What it did.
        at: Now.

    Raises:
        NobodyAgreed: There is a title, but nobody said yes.
    """
    with transaction.atomic():
        cohort, _dates = lock_group(meetup, at=at)
        if cohort.is_closed:
            return cohort
        authors = [place.member for place in authors_of(cohort)] if title.strip() else []
        if title.strip() and not authors:
            raise NobodyAgreed
        cohort.state, cohort.closed_at, cohort.closed_by = CohortState.CLOSED, at, by
        cohort.story_title, cohort.story_wanted, cohort.story_did = title.strip(), wanted.strip(), did.strip()
        cohort.save()
        hand_over(cohort, at=at)
        rows = cohort.places.taking_part().select_related("member").order_by("pk")
        people = [place.member for place in rows]
        post_all(closed_mails(cohort=cohort, people=people, authors=authors, at=at), at=at)
    return cohort


def hand_over(cohort: Cohort, *, at: datetime) -> None:
    """Leave the material of a closed group's story as it is now, in place of what nobody took up yet.

    Once someone began writing, the story is theirs to change; without authors or a title there is no material.
    """
    withdraw_story_seed(source_kind=SEED_KIND, source_key=cohort.key)
    authors = authors_of(cohort) if cohort.story_title else []
    if not authors:
        return
    keys = [place.member.key for place in authors]
    answers = joint_texts(
        wanted=cohort.story_wanted, did=cohort.story_did, takeaways=[place.takeaway for place in authors]
    )
    payload = {"members": keys, "named": keys, "title": cohort.story_title, "answers": answers}
    hand_over_story_seed(source_kind=SEED_KIND, source_key=cohort.key, payload=payload, at=at)
