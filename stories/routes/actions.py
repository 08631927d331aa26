"""Writes of starter routes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from network.models import Institution, Member
from stories.routes.models import RoutePage, RouteTick


def tick_step(
    *,
    page: RoutePage,
    member: Member,
    step_id: UUID,
    is_done: bool,
    at: datetime,
    institution: Institution | None = None,
) -> bool:
    """Tick a step of a route off, or take the tick back; the same call twice changes nothing more.

    Parameters:
        step_id: The block id of a step.
        institution: The member's school, for the school's own progress.

    Returns:
        False when the route has no such step.
    """
    if str(step_id) not in {block.id for block in page.steps}:
        return False
    with transaction.atomic():
        if is_done:
            RouteTick.objects.get_or_create(
                member=member,
                step_id=step_id,
                defaults={"page_id": page.pk, "institution": institution, "ticked_at": at},
            )
        else:
            RouteTick.objects.filter(member=member, step_id=step_id).delete()
    return True


def erase_ticks(*, member_key: str) -> int:
    """Delete what a person ticked off; give the number of ticks."""
    return RouteTick.objects.filter(member__key=member_key).delete()[0]
