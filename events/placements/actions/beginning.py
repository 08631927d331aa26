"""What applications bring about: an exchange begins, is taken back, or gets another host."""

from datetime import datetime

from events.applications.models import Application
from events.applications.states import Side
from events.placements.mails import post_to_side
from events.placements.models import Placement
from events.placements.reading import versions_of
from events.placements.states import HOLDING, DayState
from network.models import Member


def begin_placement(*, application: Application, at: datetime) -> Placement:
    """Make the exchange of an accepted application; a second call gives the one that is there."""
    placement, _made = Placement.objects.get_or_create(
        application=application,
        defaults={
            "direction": application.direction,
            "guest": application.guest,
            "host": application.host,
            "guest_institution": application.guest_institution,
            "host_institution": application.host_institution,
            "created_at": at,
            "asked_at": application.created_at,
        },
    )
    return placement


def may_undo_begin(*, application: Application) -> bool:
    """Say whether a yes can still be taken back: nobody wrote or confirmed an agreement, nor asked a manager."""
    placement = Placement.objects.filter(application=application).first()
    if placement is None:
        return True
    return placement.state in HOLDING and not placement.versions.exists() and not placement.consents.exists()


def undo_begin(*, application: Application) -> None:
    """Take an exchange away of which nothing was agreed, inside the caller's transaction."""
    for placement in Placement.objects.select_for_update().filter(application=application):
        if may_undo_begin(application=application):
            placement.delete()


def change_host(*, application: Application, at: datetime) -> None:
    """Follow that another colleague is the host, inside the caller's transaction.

    What holds stays; what waits must be confirmed by the new host. All three hear it, and the days move to the other
    calendar.
    """
    rows = Placement.objects.select_for_update(of=("self",)).with_people()
    locked = rows.filter(application=application).first()
    if locked is None or locked.state not in HOLDING or application.host_id in {locked.host_id, locked.guest_id}:
        return
    versions = versions_of(locked)
    days = list(locked.days.filter(state=DayState.PLANNED, ends_at__gt=at))
    former = locked.host
    if former is not None:
        words = {"other": str(locked.guest or "")}
        post_to_side(
            "host_left", locked, Side.HOST, at=at, occasion=at.isoformat(), days=days, words=words, is_off=True
        )
    locked.host, locked.host_institution = _host_of(application), application.host_institution
    locked.save(update_fields=["host", "host_institution"])
    if versions.current is not None and versions.current.holds_since is None:
        versions.current.host_confirmed_at = None
        versions.current.save(update_fields=["host_confirmed_at"])
    for side in Side:
        own_days = days if side == Side.HOST else ()
        post_to_side(
            "host_changed",
            locked,
            side,
            at=at,
            occasion=at.isoformat(),
            version=versions.holding,
            days=own_days,
            words={"host": str(locked.host or "")},
        )


def _host_of(application: Application) -> Member | None:
    return Member.objects.filter(pk=application.host_id).first()
