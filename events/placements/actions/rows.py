"""Locks, and what decisions here read under them."""

from datetime import datetime

from events.applications.actions import lock_application
from events.applications.models import Application
from events.applications.states import Side
from events.placements.errors import REFUSED_MOVE, AlreadyCancelled
from events.placements.mails import CONSENT_KIND
from events.placements.models import ManagerConsent, Placement
from events.placements.reading import side_of
from events.placements.states import HOLDING, PLACEMENT_MOVES, ConsentState, PlacementState
from network.models import Member
from portal.shared.links.actions import revoke_links


def lock_placement(placement: Placement) -> Placement:
    """Give an exchange as it stands now, locked, with its people and schools.

    Raises:
        AlreadyCancelled: It is gone: its application was taken back.
    """
    rows = Placement.objects.select_for_update(of=("self",)).with_people()
    locked = rows.filter(pk=placement.pk).first()
    if locked is None:
        raise AlreadyCancelled
    return locked


def lock_with_application(placement: Placement) -> Placement:
    """Give the same, with what its end changes locked before it: offer and wish, then application (DECISIONS 3).

    Raises:
        AlreadyCancelled: It is gone.
    """
    application = Application.objects.filter(pk=placement.application_id).first()
    if application is not None:
        lock_application(application)
    return lock_placement(placement)


def lock_own(placement: Placement, member: Member) -> tuple[Placement, Side]:
    """Give an exchange that is not over, locked, and on which side the member stands.

    Raises:
        NotYours: The member is neither guest nor host.
        AlreadyDone, AlreadyCancelled: It is over.
    """
    locked = lock_placement(placement)
    side = side_of(locked, member)
    if locked.state not in HOLDING:
        raise REFUSED_MOVE[PlacementState(locked.state)]
    return locked, side


def move(locked: Placement, state: PlacementState) -> None:
    """Bring a locked exchange to another state; the caller saves it.

    Raises:
        PlacementError: There is no way from its state to this one; the class says where it stands.
    """
    now = PlacementState(locked.state)
    if state not in PLACEMENT_MOVES[now]:
        raise REFUSED_MOVE[now]
    locked.state = state


def withdraw_consent(consent: ManagerConsent, *, at: datetime) -> None:
    """Withdraw a question to a manager: its links no longer work."""
    consent.state = ConsentState.WITHDRAWN
    consent.save(update_fields=["state"])
    revoke_links(subject_kind=CONSENT_KIND, subject_key=consent.key, at=at)
