"""Writing the report of a date, and letting readers see it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.harvest.actions.rows import harvest_of, lock_held, page_changed
from events.harvest.errors import NothingToShow
from events.harvest.models import Harvest
from events.harvest.states import HARVEST_MOVES, HarvestState
from events.meetups.models import Occurrence
from network.models import Member


@dataclass(frozen=True, slots=True)
class HarvestText:
    """What organisers write."""

    summary: str
    attended: int | None = None


def write_harvest(*, occurrence: Occurrence, member: Member, text: HarvestText, at: datetime) -> Harvest:
    """Keep the report of a date; when it is online, readers see the change at once.

    Parameters:
        occurrence: A date that is over.
        member: Who writes.
        text: All of it.
        at: Now.

    Raises:
        NotHeld, NotOver: There is nothing to report.
        NothingToShow: It is online and would be empty.
    """
    with transaction.atomic():
        locked = lock_held(occurrence.pk, at=at)
        harvest = harvest_of(locked)
        if harvest.state == HarvestState.ONLINE and not text.summary.strip():
            raise NothingToShow
        harvest.summary, harvest.attended = text.summary, text.attended
        harvest.written_by, harvest.changed_at = member, at
        harvest.save(update_fields=["summary", "attended", "written_by", "changed_at"])
        page_changed(locked)
    return harvest


def set_online(*, occurrence: Occurrence, is_online: bool, at: datetime) -> Harvest:
    """Let readers see the report, or take it away again; a second time is harmless.

    Raises:
        NotHeld, NotOver: There is nothing to report.
        NothingToShow: It has no text.
    """
    with transaction.atomic():
        locked = lock_held(occurrence.pk, at=at)
        harvest = harvest_of(locked)
        state = HarvestState.ONLINE if is_online else HarvestState.DRAFT
        if state not in HARVEST_MOVES[HarvestState(harvest.state)]:
            return harvest
        if is_online and not harvest.summary.strip():
            raise NothingToShow
        harvest.state, harvest.online_at = state, at if is_online else None
        harvest.save(update_fields=["state", "online_at"])
        page_changed(locked)
    return harvest
