"""The one lock of looking back: the row of the exchange, which its other steps take as well (DECISIONS 3)."""

from events.applications.states import Side
from events.placements.models import Placement
from events.placements.states import PlacementState
from events.reflections.errors import NotOpenYet, StepRefused
from events.reflections.models import JointSummary
from network.models import Member


def lock_exchange(placement: Placement) -> Placement:
    """Give a finished exchange as it stands now, held until the end of the transaction.

    Raises:
        StepRefused: It is gone, or not finished.
    """
    rows = Placement.objects.select_for_update(of=("self",))
    rows = rows.select_related("guest", "host", "guest_institution", "host_institution")
    locked = rows.filter(pk=placement.pk, state=PlacementState.DONE).first()
    if locked is None:
        raise StepRefused
    return locked


def side_of(placement: Placement, member: Member) -> Side | None:
    """Say on which side of an exchange someone is; None for anyone else."""
    if placement.guest_id == member.pk:
        return Side.GUEST
    return Side.HOST if placement.host_id == member.pk else None


def own_side(placement: Placement, member: Member) -> Side:
    """Give the side of one of the two.

    Raises:
        StepRefused: They aren't in this exchange.
    """
    side = side_of(placement, member)
    if side is None:
        raise StepRefused
    return side


def open_summary(placement: Placement) -> JointSummary:
    """Give the summary of a held exchange, which is there once its reflections are open.

    Raises:
        NotOpenYet: They are sealed.
    """
    summary = JointSummary.objects.select_related("story_by").filter(placement=placement).first()
    if summary is None:
        raise NotOpenYet
    summary.placement = placement
    return summary
