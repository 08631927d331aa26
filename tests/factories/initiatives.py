"""Joint actions as they come about, by the actions that people's clicks call."""

from datetime import UTC, datetime

from django.contrib.auth.models import Group

from network.initiatives.actions import (
    InitiativeText,
    approve_proposal,
    join_initiative,
    propose_initiative,
    start_initiative,
    submit_proposal,
)
from network.initiatives.states import InitiativeKind
from network.members.states import MODERATORS, AffiliationState
from network.models import Initiative, InitiativeParticipant, Institution, Member
from tests.factories.network import AffiliationFactory, InstitutionFactory, MemberFactory

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def text(**columns) -> InitiativeText:
    """Give a complete text."""
    values = {
        "kind": InitiativeKind.PILOT,
        "title": "Samen een toetsproef",
        "goal": "Zien of een proeftoets paniek scheelt.",
        "about": "We doen drie rondes.",
        "asks": "Een docent en een ict'er, vier uur per week.",
    }
    return InitiativeText(**(values | columns))


def add_colleague(school: Institution, **columns) -> Member:
    """Give a member whose work at a school is confirmed."""
    member = MemberFactory(**columns)
    AffiliationFactory(member=member, institution=school, state=AffiliationState.CONFIRMED)
    return member


def add_moderator(**columns) -> Member:
    member = MemberFactory(**({"given_name": "Mo"} | columns))
    member.groups.add(Group.objects.get_or_create(name=MODERATORS)[0])
    return member


def add_draft(*, lead: Member | None = None, school: Institution | None = None, at=AT, **columns) -> Initiative:
    """Give a draft that a member leads for a school."""
    school = school or InstitutionFactory()
    lead = lead or add_colleague(school)
    return propose_initiative(member=lead, institution=school, text=text(**columns), at=at)


def add_initiative(*, is_running: bool = False, at=AT, **columns) -> Initiative:
    """Give an approved initiative, open or running."""
    draft = add_draft(at=at, **columns)
    waiting = submit_proposal(initiative=draft, member=draft.contact, at=at)
    initiative = approve_proposal(initiative=waiting, editor=add_moderator(), at=at)
    if is_running:
        initiative = start_initiative(initiative=initiative, member=initiative.contact, at=at)
    return initiative


def join(initiative: Initiative, *, member=None, school=None, wants_part=True, at=AT, **more) -> InitiativeParticipant:
    """Let someone of another school join."""
    school = school or InstitutionFactory()
    member = member or add_colleague(school)
    return join_initiative(
        initiative=initiative, institution=school, member=member, wants_part=wants_part, at=at, **more
    )
