"""Letting go: a person who leaves the portal, and what is older than promised (DECISIONS 7, 16, 19)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.placements.models import Placement
from events.reflections.actions.finding import hand_over
from events.reflections.actions.telling import SEED_KIND
from events.reflections.models import JointSummary, Reflection, ReflectionFinding
from network.models import Member
from portal.shared.calendar_days.rules import LOCAL_ZONE
from portal.shared.erasing.rules import without_names
from portal.shared.registries.actions import withdraw_story_seed
from portal.shared.retention import kept_for


def erase_person(*, member: Member, at: datetime) -> int:
    """Take a person out of every exchange they looked back on, inside the caller's transaction.

    Their reflections go with the sentences chosen from them, the note to the programme team included. The summary stays
    for the other one without their name and their yes. What both released about an insight stays without names
    (DECISIONS 19); what they did not both release goes. A draft story is its own subject's.

    Returns:
        Number of rows changed or removed; 0 when called again.
    """
    names = [member.name, member.email, f"{member.name_prefix} {member.family_name}", member.family_name]
    with transaction.atomic():
        own = Q(guest=member) | Q(host=member) | Q(reflections__author=member)
        placements = list(Placement.objects.filter(own).distinct().values_list("pk", flat=True))
        changed = Reflection.objects.filter(author=member).delete()[0]
        rows = JointSummary.objects.filter(Q(placement__in=placements) | Q(changed_by=member) | Q(story_by=member))
        for summary in rows.select_related("placement"):
            changed += _leave_summary(summary, member, names)
        for finding in ReflectionFinding.objects.filter(placement__in=placements):
            changed += _leave_finding(finding, names, at=at)
    return changed


def _leave_summary(summary: JointSummary, member: Member, names: list[str]) -> int:
    others = {summary.placement.guest_id, summary.placement.host_id} - {member.pk, None}
    if not others:
        return summary.delete()[0]
    before = _columns(summary)
    summary.title, summary.text = (_without(text, names) for text in (summary.title, summary.text))
    if summary.changed_by_id == member.pk:
        summary.changed_by = None
    if summary.story_by_id == member.pk:
        summary.story_by = None
    if summary.placement.guest_id == member.pk:
        summary.guest_agreed_at, summary.guest_is_named = None, False
    if summary.placement.host_id == member.pk:
        summary.host_agreed_at, summary.host_is_named = None, False
    if _columns(summary) == before:
        return 0
    summary.save()
    withdraw_story_seed(source_kind=SEED_KIND, source_key=summary.key)
    return 1


def _columns(summary: JointSummary) -> tuple[object, ...]:
    return (
        *(summary.title, summary.text, summary.changed_by_id, summary.story_by_id),
        *(summary.agreed_at(side) for side in Side),
        *(summary.guest_is_named, summary.host_is_named),
    )


def _leave_finding(finding: ReflectionFinding, names: list[str], *, at: datetime) -> int:
    if not finding.is_released:
        return finding.delete()[0]
    sentence = _without(finding.sentence, names)[: ReflectionFinding._meta.get_field("sentence").max_length]
    if sentence == finding.sentence:
        return 0
    finding.sentence = sentence
    finding.save(update_fields=["sentence"])
    hand_over(finding, at=at)
    return 1


def _without(text: str, names: list[str]) -> str:
    with translation.override("nl"):
        replacement = _("former member")
    return without_names(text, names=names, replacement=replacement)


def outdate(*, at: datetime) -> int:
    """Forget what people told each other about an exchange, a year after its last day (DECISIONS 16).

    Reflections, quotes and the summary go; so does what they did not both release. Released findings stay.

    Returns:
        Number of rows removed.
    """
    last = at.astimezone(LOCAL_ZONE).date() - kept_for("reflections")
    with transaction.atomic():
        keys = list(JointSummary.objects.filter(placement__last_day_on__lt=last).values_list("key", flat=True))
        for key in keys:
            withdraw_story_seed(source_kind=SEED_KIND, source_key=key)
        changed = Reflection.objects.filter(placement__last_day_on__lt=last).delete()[0]
        changed += JointSummary.objects.filter(key__in=keys).delete()[0]
        findings = ReflectionFinding.objects.filter(placement__last_day_on__lt=last)
        both = findings.released().values("pk")
        changed += findings.exclude(pk__in=both).delete()[0]
    return changed
