"""From a member's draft to something others can join: four eyes, always."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from network.initiatives.actions.rows import lock_initiative, lock_led, move_to, refresh_entry
from network.initiatives.errors import (
    EditorsOnly,
    MembersOnly,
    MoveRefused,
    NotComplete,
    NotYourSchool,
    OwnProposal,
    TooMany,
)
from network.initiatives.mails import judged_mails, waiting_mails
from network.initiatives.models import Initiative, InitiativePart, InitiativeParticipant
from network.initiatives.rules import DAY_SECONDS, PROPOSALS_PER_DAY, JudgeDecision, decide_judging
from network.initiatives.states import InitiativeKind, InitiativeState, PartState
from network.institutions.models import Institution
from network.members.models import Member
from network.members.states import EDITING_GROUPS, MODERATORS, Standing
from network.vocabulary.models import Theme
from portal.shared.audiences.states import Audience
from portal.shared.limits.actions import allow
from portal.shared.outbox.actions import post

_JUDGING_REFUSED = {JudgeDecision.NOT_AN_EDITOR: EditorsOnly, JudgeDecision.OWN_PROPOSAL: OwnProposal}


@dataclass(frozen=True)
class InitiativeText:
    """What the one who leads types; the dates are local days."""

    kind: InitiativeKind
    title: str
    goal: str
    about: str
    asks: str
    themes: list[Theme] = field(default_factory=list)
    starts_on: date | None = None
    ends_on: date | None = None
    joining_ends_on: date | None = None
    audience: Audience = Audience.EVERYONE

    COLUMNS = ("kind", "title", "goal", "about", "asks", "starts_on", "ends_on", "joining_ends_on", "audience")

    def apply(self, initiative: Initiative) -> None:
        """Set the columns; the caller saves."""
        for column in self.COLUMNS:
            setattr(initiative, column, getattr(self, column))


def propose_initiative(*, member: Member, institution: Institution, text: InitiativeText, at: datetime) -> Initiative:
    """Start a draft, led by its proposer for one of their schools. Nobody else sees it.

    Parameters:
        member: Who proposes and leads.
        institution: The school that leads, where the member's work is confirmed; the caller offers only those.
        text: What was typed; only the title is needed yet.
        at: Now.

    Raises:
        MembersOnly: The proposer is no member (yet).
        NotYourSchool: It is not confirmed that they work there.
        TooMany: More than PROPOSALS_PER_DAY today.
    """
    if not member.is_active or member.standing != Standing.MEMBER:
        raise MembersOnly
    if not member.affiliations.current(timezone.localdate(at)).proven().filter(institution=institution).exists():
        raise NotYourSchool
    if not allow(
        name="initiatives.propose", who=member.key, limit=PROPOSALS_PER_DAY, window_seconds=DAY_SECONDS, at=at
    ):
        raise TooMany
    with transaction.atomic():
        initiative = Initiative(lead_institution=institution, contact=member, proposed_by=member, created_at=at)
        text.apply(initiative)
        initiative.save()
        initiative.themes.set(text.themes)
        part = InitiativePart.objects.create(
            initiative=initiative, institution=institution, state=PartState.TAKING_PART, changed_at=at, decided_at=at
        )
        InitiativeParticipant.objects.create(part=part, member=member, joined_at=at)
    return initiative


def change_initiative(*, initiative: Initiative, member: Member, text: InitiativeText) -> Initiative:
    """Change the text of an initiative, also while it runs; what ended stays as it was.

    Raises:
        LeadOnly: The member doesn't lead it.
        MoveRefused: It waits for approval, or has ended.
        NotComplete: Readers see it, and a part that they need would go.
    """
    with transaction.atomic():
        locked = lock_led(initiative, member)
        if locked.state == InitiativeState.WAITING or locked.has_ended:
            raise MoveRefused
        text.apply(locked)
        if locked.is_published:
            _require_complete(locked)
        locked.save()
        locked.themes.set(text.themes)
        refresh_entry(locked)
    return locked


def delete_draft(*, initiative: Initiative, member: Member) -> None:
    """Throw a draft away.

    Raises:
        LeadOnly: The member doesn't lead it.
        MoveRefused: It is no draft any more.
    """
    with transaction.atomic():
        locked = lock_led(initiative, member)
        if locked.state != InitiativeState.DRAFT:
            raise MoveRefused
        locked.delete()


def _require_complete(initiative: Initiative) -> None:
    if not initiative.goal or not initiative.asks:
        raise NotComplete


def submit_proposal(*, initiative: Initiative, member: Member, at: datetime) -> Initiative:
    """Send a draft to the editors, and tell the moderators.

    Raises:
        LeadOnly: The member doesn't lead it.
        NotComplete: The goal, or what is asked of schools, is missing.
        MoveRefused: It is no draft any more.
    """
    with transaction.atomic():
        locked = lock_led(initiative, member)
        _require_complete(locked)
        move_to(locked, InitiativeState.WAITING)
        locked.submitted_at = at
        locked.save(update_fields=["state", "submitted_at"])
        moderators = Member.objects.active().filter(groups__name=MODERATORS).exclude(pk=member.pk).order_by("pk")
        for mail in waiting_mails(initiative=locked, moderators=moderators, at=at):
            post(mail, at=at)
    return locked


def _lock_judged(initiative: Initiative, editor: Member) -> Initiative:
    locked = lock_initiative(initiative)
    decision = decide_judging(
        is_editor=editor.is_active and (editor.is_superuser or editor.groups.filter(name__in=EDITING_GROUPS).exists()),
        is_own=editor.pk in (locked.contact_id, locked.proposed_by_id),
    )
    if decision in _JUDGING_REFUSED:
        raise _JUDGING_REFUSED[decision]
    return locked


def _judge(*, locked: Initiative, editor: Member, state: InitiativeState, remark: str, at: datetime) -> None:
    move_to(locked, state)
    locked.decided_by, locked.decided_at, locked.remark = editor, at, remark
    locked.save(update_fields=["state", "decided_by", "decided_at", "remark"])


def approve_proposal(*, initiative: Initiative, editor: Member, at: datetime) -> Initiative:
    """Open a proposal for schools to join, and tell who leads it.

    Raises:
        EditorsOnly: The one who decides is no editor.
        OwnProposal: They proposed or lead it themselves; superusers too.
        MoveRefused: Someone decided already.
    """
    with transaction.atomic():
        locked = _lock_judged(initiative, editor)
        _judge(locked=locked, editor=editor, state=InitiativeState.OPEN, remark="", at=at)
        refresh_entry(locked)
        for mail in judged_mails(initiative=locked, name="approved", at=at):
            post(mail, at=at)
    return locked


def send_back_proposal(*, initiative: Initiative, editor: Member, remark: str, at: datetime) -> Initiative:
    """Give a proposal back to who leads it, with what should change; it is a draft again.

    Raises:
        EditorsOnly, OwnProposal, MoveRefused: As for approve_proposal.
    """
    with transaction.atomic():
        locked = _lock_judged(initiative, editor)
        _judge(locked=locked, editor=editor, state=InitiativeState.DRAFT, remark=remark, at=at)
        for mail in judged_mails(initiative=locked, name="sent_back", at=at):
            post(mail, at=at)
    return locked
