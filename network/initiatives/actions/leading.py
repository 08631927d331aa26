"""What the one who leads does: answer schools, start, write news, end with a result, hand over."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from network.initiatives.actions.rows import (
    lock_initiative,
    lock_led,
    lock_part,
    move_part,
    move_to,
    refresh_entry,
)
from network.initiatives.errors import LeadOnly, MoveRefused, NotTakingPart, TooMany
from network.initiatives.mails import answer_mails, ended_mail, handed_over_mail, update_mail
from network.initiatives.models import Initiative, InitiativePart, InitiativeParticipant, InitiativeUpdate
from network.initiatives.rules import DAY_SECONDS, UPDATES_PER_DAY
from network.initiatives.states import InitiativeState, PartState
from network.members.models import Member
from portal.shared.limits.actions import allow
from portal.shared.links.actions import make_link
from portal.shared.outbox.actions import post

UNSUBSCRIBE, PLACE_KIND = "initiatives.unsubscribe", "initiative_participant"
# Someone reads an old mail and still wants out.
UNSUBSCRIBE_FOR = timedelta(days=365)


def _unsubscribe_token(place: InitiativeParticipant, *, at: datetime) -> str:
    _link, token = make_link(
        purpose=UNSUBSCRIBE,
        subject_kind=PLACE_KIND,
        subject_key=place.key,
        valid_for=UNSUBSCRIBE_FOR,
        at=at,
        max_uses=None,
    )
    return token


def _people_of(part: InitiativePart) -> list[Member]:
    return list(Member.objects.active().filter(initiative_places__part=part).order_by("pk"))


def _answer(
    *, initiative: Initiative, part: InitiativePart, member: Member, state: PartState, reason: str, at: datetime
) -> InitiativePart:
    with transaction.atomic():
        locked, held = lock_led(initiative, member), lock_part(part)
        if held.initiative_id != locked.pk or held.state != PartState.ASKED or not locked.is_joinable:
            raise MoveRefused
        move_part(held, state)
        held.decided_at = held.changed_at = at
        held.asked_at = None
        held.save(update_fields=["state", "decided_at", "changed_at", "asked_at"])
        name = "accepted" if state is PartState.TAKING_PART else "declined"
        for mail in answer_mails(
            initiative=locked, part=held, people=_people_of(held), name=name, reason=reason, at=at
        ):
            post(mail, at=at)
        refresh_entry(locked)
    return held


def accept_school(*, initiative: Initiative, part: InitiativePart, member: Member, at: datetime) -> InitiativePart:
    """Let a school that asked take part, and tell its people.

    Parameters:
        initiative: Which.
        part: The school's row.
        member: Who leads.
        at: Now.

    Raises:
        LeadOnly: The member doesn't lead it.
        MoveRefused: The school doesn't ask (any more): it was answered, or withdrew just now; or the initiative ended.
    """
    return _answer(initiative=initiative, part=part, member=member, state=PartState.TAKING_PART, reason="", at=at)


def decline_school(
    *, initiative: Initiative, part: InitiativePart, member: Member, reason: str, at: datetime
) -> InitiativePart:
    """Tell a school that it can't take part now, and why; it stays interested and may ask again.

    Raises:
        LeadOnly, MoveRefused: As for accept_school.
    """
    return _answer(initiative=initiative, part=part, member=member, state=PartState.INTERESTED, reason=reason, at=at)


def start_initiative(*, initiative: Initiative, member: Member, at: datetime) -> Initiative:
    """Let an open initiative run; schools may still join.

    Raises:
        LeadOnly: The member doesn't lead it.
        MoveRefused: It is not open.
    """
    with transaction.atomic():
        locked = lock_led(initiative, member)
        move_to(locked, InitiativeState.RUNNING)
        if locked.starts_on is None:
            locked.starts_on = timezone.localdate(at)
        locked.save(update_fields=["state", "starts_on"])
        refresh_entry(locked)
    return locked


def write_update(
    *, initiative: Initiative, member: Member, title: str, text: str, token: str, at: datetime
) -> InitiativeUpdate:
    """Place news, and mail it once to everyone in it who wants mail, the writer excepted.

    Parameters:
        initiative: Open, running or ended: also what happens afterwards is news.
        member: Who leads.
        title: One line.
        text: Plain text; it stands on the page and in the mail.
        token: Of the form it was typed in; the same form sent twice gives the first row and mails nothing.
        at: Now.

    Raises:
        LeadOnly: The member doesn't lead it.
        MoveRefused: Nobody sees it yet.
        TooMany: More than UPDATES_PER_DAY today.
    """
    first = initiative.updates.filter(form_token=token).first()
    if first is not None:
        return first
    if initiative.contact_id != member.pk:
        raise LeadOnly
    if not allow(name="initiatives.update", who=member.key, limit=UPDATES_PER_DAY, window_seconds=DAY_SECONDS, at=at):
        raise TooMany
    with transaction.atomic():
        locked = lock_led(initiative, member)
        if not locked.is_published:
            raise MoveRefused
        first = locked.updates.filter(form_token=token).first()
        if first is not None:
            return first
        update = InitiativeUpdate.objects.create(
            initiative=locked, author=member, title=title, text=text, form_token=token, created_at=at
        )
        for place in _who_get_mail(locked, member):
            post(update_mail(update=update, place=place, token=_unsubscribe_token(place, at=at)), at=at)
        refresh_entry(locked)
    return update


def _who_get_mail(locked: Initiative, writer: Member) -> list[InitiativeParticipant]:
    places = InitiativeParticipant.objects.filter(part__initiative=locked).gets_mail().exclude(member=writer)
    # Someone who works at two schools gets one mail.
    return list({place.member_id: place for place in places}.values())


def end_initiative(
    *, initiative: Initiative, member: Member, state: InitiativeState, result: str, at: datetime
) -> Initiative:
    """End an initiative with its result, and mail it. Stopped counts as much as finished.

    Schools that take part are then recorded as having done so; a school that still asked goes back to interested.

    Parameters:
        initiative: Open (then it can only stop) or running.
        member: Who leads.
        state: DONE or STOPPED.
        result: What came of it, for everyone who may read it; not empty.
        at: Now.

    Raises:
        LeadOnly: The member doesn't lead it.
        MoveRefused: It can't end this way now.
    """
    with transaction.atomic():
        locked = lock_led(initiative, member)
        move_to(locked, state)
        locked.result, locked.ended_at = result, at
        locked.save(update_fields=["state", "result", "ended_at"])
        rows = InitiativePart.objects.select_for_update(of=("self",)).filter(initiative=locked).order_by("pk")
        moves = {PartState.TAKING_PART: PartState.DONE, PartState.ASKED: PartState.INTERESTED}
        for part in rows:
            after = moves.get(PartState(part.state))
            if after is not None:
                move_part(part, after)
                part.changed_at, part.asked_at = at, None
                part.save(update_fields=["state", "changed_at", "asked_at"])
        for place in _who_get_mail(locked, member):
            post(ended_mail(initiative=locked, place=place, token=_unsubscribe_token(place, at=at)), at=at)
        refresh_entry(locked)
    return locked


def _require_colleague(locked: Initiative, member: Member) -> None:
    places = InitiativeParticipant.objects.filter(
        part__initiative=locked, part__institution=locked.lead_institution_id, member=member, member__is_active=True
    )
    if not places.exists():
        raise NotTakingPart


def hand_over(*, initiative: Initiative, member: Member, to: Member, at: datetime) -> Initiative:
    """Let a colleague of the leading school, who takes part, lead from now on.

    Raises:
        LeadOnly: The member doesn't lead it.
        NotTakingPart: The other one does not take part for the leading school.
    """
    with transaction.atomic():
        locked = lock_led(initiative, member)
        _require_colleague(locked, to)
        locked.contact = to
        locked.save(update_fields=["contact"])
        post(handed_over_mail(initiative=locked, at=at), at=at)
        refresh_entry(locked)
    return locked


def take_over(*, initiative: Initiative, member: Member, at: datetime) -> Initiative:
    """Lead what nobody leads any more, as someone of the leading school who takes part; of two at once, one does.

    Raises:
        MoveRefused: Someone leads it.
        NotTakingPart: The member does not take part for the leading school.
    """
    with transaction.atomic():
        locked = lock_initiative(initiative)
        if locked.contact_id == member.pk:
            return locked
        if locked.contact is not None and locked.contact.is_active:
            raise MoveRefused
        _require_colleague(locked, member)
        locked.contact = member
        locked.save(update_fields=["contact"])
        refresh_entry(locked)
    return locked
