"""Locks on what decisions about joint actions read (DECISIONS 3), and what each change leaves in search."""

from network.initiatives.errors import LeadOnly, MoveRefused
from network.initiatives.models import Initiative, InitiativePart
from network.initiatives.states import INITIATIVE_MOVES, PART_MOVES, InitiativeState, PartState
from network.members.models import Member
from search.index.actions import index_object

KIND = "samen"


def lock_initiative(initiative: Initiative) -> Initiative:
    """Give an initiative as it stands now, held until the end of the transaction.

    Joining, accepting, leaving and ending all take this row first, so that they happen one after the other.

    Raises:
        MoveRefused: The row is deleted.
    """
    rows = Initiative.objects.select_for_update(of=("self",)).select_related("contact", "lead_institution")
    locked = rows.filter(pk=initiative.pk).first()
    if locked is None:
        raise MoveRefused
    return locked


def lock_part(part: InitiativePart) -> InitiativePart:
    """Give a school's row as it stands now, held; the initiative is locked by the caller already."""
    rows = InitiativePart.objects.select_for_update(of=("self",)).select_related("institution")
    locked = rows.filter(pk=part.pk).first()
    if locked is None:
        raise MoveRefused
    return locked


def lock_led(initiative: Initiative, member: Member) -> Initiative:
    """Give an initiative, held, to the one who leads it.

    Raises:
        LeadOnly: Someone else leads it.
    """
    locked = lock_initiative(initiative)
    if locked.contact_id != member.pk:
        raise LeadOnly
    return locked


def move_to(locked: Initiative, state: InitiativeState) -> None:
    """Set the state of a locked initiative; the caller saves.

    Raises:
        MoveRefused: There is no way from its state to this one.
    """
    if state not in INITIATIVE_MOVES[InitiativeState(locked.state)]:
        raise MoveRefused
    locked.state = state


def move_part(locked: InitiativePart, state: PartState) -> None:
    """Set the state of a locked school's row; the caller saves.

    Raises:
        MoveRefused: There is no way from its state to this one.
    """
    if state not in PART_MOVES[PartState(locked.state)]:
        raise MoveRefused
    locked.state = state


def refresh_entry(initiative: Initiative) -> None:
    """Bring what search knows of it up to date, in the transaction of the change."""
    index_object(KIND, initiative)
