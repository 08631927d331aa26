"""What members do for their own school: join, ask to take part, leave, take the school out."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from network.initiatives.actions.rows import lock_initiative, lock_part, move_part, refresh_entry
from network.initiatives.errors import (
    JoiningOver,
    LeadingSchoolStays,
    LeadStays,
    MembersOnly,
    NotForTheSchool,
    NotOpen,
    NotTakingPart,
    NotYourSchool,
    TooMany,
)
from network.initiatives.mails import to_lead_mails
from network.initiatives.models import Initiative, InitiativePart, InitiativeParticipant
from network.initiatives.rules import (
    HOUR_SECONDS,
    JOINS_PER_HOUR,
    JoinDecision,
    WithdrawDecision,
    decide_joining,
    decide_withdrawing,
    part_after_joining,
)
from network.initiatives.states import InitiativeState, PartState
from network.institutions.models import Institution
from network.members.models import Member
from network.members.states import Standing
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post

_JOIN_REFUSED = {
    JoinDecision.NOT_A_MEMBER: MembersOnly,
    JoinDecision.NOT_THEIR_SCHOOL: NotYourSchool,
    JoinDecision.NOT_OPEN: NotOpen,
    JoinDecision.TOO_LATE: JoiningOver,
}
_WITHDRAW_REFUSED = {
    WithdrawDecision.LEADING_SCHOOL: LeadingSchoolStays,
    WithdrawDecision.NOT_FOR_THE_SCHOOL: NotForTheSchool,
}


def _require_joining(*, initiative: Initiative, institution: Institution, member: Member, at: datetime) -> None:
    today = timezone.localdate(at)
    works_there = member.affiliations.current(today).proven().filter(institution=institution).exists()
    decision = decide_joining(
        is_member=member.is_active and member.standing == Standing.MEMBER,
        works_there=works_there and institution.merged_into_id is None,
        state=InitiativeState(initiative.state),
        joining_ends_on=initiative.joining_ends_on,
        on=today,
    )
    if decision in _JOIN_REFUSED:
        raise _JOIN_REFUSED[decision]


def join_initiative(
    *,
    initiative: Initiative,
    institution: Institution,
    member: Member,
    wants_part: bool,
    message: str = "",
    gets_mail: bool = True,
    at: datetime,
) -> InitiativeParticipant:
    """Join for the own school: to hear of it, or to ask that the school takes part.

    Joining again can only ask for more. The one who leads hears of a school that asks, once per time it asks.

    Parameters:
        initiative: One that the member may see; the caller checked that.
        institution: Where the member works.
        member: Who joins.
        wants_part: Ask to take part for the school; a school that takes part already keeps doing so.
        message: To who leads; only kept with a school that asks.
        gets_mail: Whether the member wants the news by mail.
        at: Now.

    Raises:
        MembersOnly: The member is a prospect.
        NotYourSchool: It is not confirmed that they work there.
        NotOpen: It is not open or running.
        JoiningOver: The last day to join has passed.
        TooMany: More than JOINS_PER_HOUR in this hour.
    """
    if not allow(name="initiatives.join", who=member.key, limit=JOINS_PER_HOUR, window_seconds=HOUR_SECONDS, at=at):
        raise TooMany
    with transaction.atomic():
        locked = lock_initiative(initiative)
        _require_joining(initiative=locked, institution=institution, member=member, at=at)
        part, _made = InitiativePart.objects.get_or_create(
            initiative=locked, institution=institution, defaults={"changed_at": at}
        )
        part = lock_part(part)
        _let_school_ask(locked, part, member=member, wants_part=wants_part, message=message, at=at)
        place, _made = InitiativeParticipant.objects.update_or_create(
            part=part,
            member=member,
            defaults={"gets_mail": gets_mail},
            create_defaults={"gets_mail": gets_mail, "joined_at": at},
        )
        refresh_entry(locked)
    return place


def _let_school_ask(locked, part, *, member: Member, wants_part: bool, message: str, at: datetime) -> None:
    before = PartState(part.state)
    after = part_after_joining(before=before, wants_part=wants_part)
    if after is before and not (after is PartState.INTERESTED and part.asked_by_id is None):
        return
    if after is not before:
        move_part(part, after)
    part.asked_by, part.changed_at = member, at
    part.asked_at = at if after is PartState.ASKED else None
    part.message = message if after is PartState.ASKED else ""
    part.save(update_fields=["state", "asked_by", "asked_at", "message", "changed_at"])
    if after is PartState.ASKED:
        for mail in to_lead_mails(initiative=locked, part=part, name="asked", at=at):
            post(mail, at=at)


def set_news_mail(*, place: InitiativeParticipant, gets_mail: bool) -> InitiativeParticipant:
    """Turn the news by mail on or off for one person in one initiative; the same again changes nothing."""
    place.gets_mail = gets_mail
    InitiativeParticipant.objects.filter(pk=place.pk).update(gets_mail=gets_mail)
    return place


def leave_initiative(*, initiative: Initiative, member: Member, at: datetime) -> int:
    """Leave for oneself. When nobody of the school is left, the school is out too, and who leads hears it.

    Returns:
        The number of places given up; 0 when the member took no part.

    Raises:
        LeadStays: The member leads it.
    """
    with transaction.atomic():
        locked = lock_initiative(initiative)
        if locked.contact_id == member.pk:
            raise LeadStays
        places = list(InitiativeParticipant.objects.filter(part__initiative=locked, member=member).order_by("pk"))
        for place in places:
            part = lock_part(place.part)
            place.delete()
            is_leading = part.institution_id == locked.lead_institution_id
            if not is_leading and not part.people.exists() and not locked.has_ended:
                _take_out(locked, part, at=at)
        refresh_entry(locked)
    return len(places)


def withdraw_school(*, initiative: Initiative, part: InitiativePart, member: Member, at: datetime) -> InitiativePart:
    """Take a school out, with all its people; who leads hears it. Taking it out again changes nothing.

    Parameters:
        initiative: Which.
        part: The school's row.
        member: Who joined for that school; any colleague in it once that person left; its coordinator, in it or not.
        at: Now.

    Raises:
        LeadingSchoolStays: This school leads.
        NotForTheSchool: A colleague joined for it.
        NotTakingPart: The member neither takes part for this school nor coordinates it.
        NotOpen: It has ended; who took part stays in the history.
    """
    with transaction.atomic():
        locked, held = lock_initiative(initiative), lock_part(part)
        if held.state == PartState.WITHDREW:
            return held
        coordinating = member.affiliations.coordinating(timezone.localdate(at))
        coordinates_it = coordinating.filter(institution=held.institution_id).exists()
        if not coordinates_it and not held.people.filter(member=member).exists():
            raise NotTakingPart
        decision = decide_withdrawing(
            is_leading_school=held.institution_id == locked.lead_institution_id,
            asked_for_it=held.asked_by_id == member.pk,
            asker_left=not held.people.filter(member=held.asked_by_id).exists(),
            coordinates_it=coordinates_it,
        )
        if decision in _WITHDRAW_REFUSED:
            raise _WITHDRAW_REFUSED[decision]
        if locked.has_ended:
            raise NotOpen
        _take_out(locked, held, at=at)
        refresh_entry(locked)
    return held


def _take_out(locked: Initiative, part: InitiativePart, *, at: datetime) -> None:
    if part.state == PartState.WITHDREW:
        return
    move_part(part, PartState.WITHDREW)
    part.changed_at, part.asked_by, part.asked_at, part.message = at, None, None, ""
    part.save(update_fields=["state", "changed_at", "asked_by", "asked_at", "message"])
    part.people.all().delete()
    for mail in to_lead_mails(initiative=locked, part=part, name="withdrew", at=at):
        post(mail, at=at)
