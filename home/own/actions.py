"""Writes of the first five minutes."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from home.own.models import Start
from home.own.rules import ROLE, SCHOOL, STEPS, THEMES, next_step
from network.members.actions import affiliate_member, change_profile, describe_work
from network.models import Affiliation, HelpTopic, Institution, Member, Role, Theme


def pass_step(*, member: Member, step: str, at: datetime) -> Start:
    """Note that a step is answered or skipped; the last one finishes the way.

    Parameters:
        member: Who.
        step: One of `rules.STEPS`.
        at: Now.
    """
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        start, _made = Start.objects.get_or_create(member=member, defaults={"began_at": at})
        start.passed = [name for name in STEPS if name in {*start.passed, step}]
        has_school = work_of(member, at=at) is not None
        if start.finished_at is None and not next_step(passed=start.passed, has_school=has_school):
            start.finished_at = at
        start.save()
    return start


def choose_school(*, member: Member, institution: Institution, at: datetime) -> Start:
    """Note where a member works, as their claim, and pass the step; a second answer corrects the first.

    A place that the school confirmed, or that comes with an address of the school, stays beside the new one.

    Parameters:
        member: Who.
        institution: A school of today.
        at: Now.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        places = Affiliation.objects.filter(member=member).current(today)
        if not places.filter(institution=institution).exists():
            earlier = work_of(member, at=at)
            if earlier is not None and not places.proven().filter(pk=earlier.pk).exists():
                earlier.delete()
            affiliate_member(member=member, institution=institution)
        return pass_step(member=member, step=SCHOOL, at=at)


def choose_role(*, member: Member, role: Role, local_title: str, at: datetime) -> Start:
    """Note what a member does at the school of today, and pass the step."""
    with transaction.atomic():
        place = work_of(member, at=at)
        if place is not None:
            describe_work(affiliation=place, role=role, local_title=local_title)
        return pass_step(member=member, step=ROLE, at=at)


def choose_themes(*, member: Member, themes: list[Theme], seeks: list[HelpTopic], at: datetime) -> Start:
    """Note what a member works on and looks for, and pass the step; the rest of the profile stays."""
    with transaction.atomic():
        change_profile(
            member=member,
            about=member.about,
            availability=member.availability,
            seeks_note=member.seeks_note,
            themes=themes,
            helps_with=member.helps_with.all(),
            seeks=seeks,
        )
        return pass_step(member=member, step=THEMES, at=at)


def work_of(member: Member, *, at: datetime) -> Affiliation | None:
    """Give the work of today that the first steps are about: the oldest that holds."""
    places = Affiliation.objects.filter(member=member).current(timezone.localdate(at))
    return places.select_related("institution", "role").order_by("pk").first()


def erase_start(*, member: Member) -> int:
    """Delete how far someone was; give the number of rows deleted."""
    return Start.objects.filter(member=member).delete()[0]
