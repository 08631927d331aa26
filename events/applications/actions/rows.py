"""Rows of applications: taking them under a lock, and moving them as their states allow."""

from collections.abc import Iterable
from datetime import datetime

from events.applications.errors import STATE_REFUSALS
from events.applications.models import Application
from events.applications.states import APPLICATION_MOVES, ENDED, WAITING, ApplicationState, Side
from events.offers.actions.locking import lock_listings
from network.contact.actions.standing import has_blocked
from network.models import Member
from portal.shared.outbox.actions import post
from portal.shared.outbox.messages import OutgoingMail

_BESIDE = ("guest", "host", "guest_institution", "host_institution", "decided_by")


def lock_application(application: Application) -> Application:
    """Take everything a decision about an application reads: its offer, then its wish, then itself (DECISIONS 3).

    Inside the caller's transaction. Who holds more of an exchange takes this first, and its own rows after it.

    Returns:
        The application as it stands under the lock, with `offer` and `request` as locked.
    """
    offer, request = lock_listings(offer_id=application.offer_id, request_id=application.request_id)
    locked = lock_row(application.pk)
    locked.offer, locked.request = offer, request
    return locked


def lock_row(pk: int) -> Application:
    """Take one application, where the caller holds its offer or wish already, or decides about no place."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(*_BESIDE, "offer", "request")
    return rows.get(pk=pk)


def move(application: Application, to: ApplicationState, *, by: Member | None, at: datetime) -> None:
    """Put an application in another state, unsaved columns included, with the row locked.

    Parameters:
        application: Locked.
        to: The new state.
        by: Who decided; None for the clock and for what follows from a place that is gone.
        at: Now.

    Raises:
        The refusal that belongs to its state: APPLICATION_MOVES doesn't allow it.
    """
    if to not in APPLICATION_MOVES[ApplicationState(application.state)]:
        raise STATE_REFUSALS[application.state]
    application.previous_state, application.state = application.state, to
    application.changed_at, application.decided_by = at, by
    application.ended_at = at if to in ENDED else None
    if to not in WAITING:
        application.waits_for = ""
    application.nudges, application.nudged_at = 0, None
    application.save()


def wait_for(application: Application, side: str, *, at: datetime) -> None:
    """Note whose turn it is from now on, unsaved: their time begins anew."""
    application.waits_for, application.last_step_at = side, at
    application.nudges, application.nudged_at = 0, None


def hears(member: Member | None, *, of: Member | None) -> bool:
    """Say whether someone gets a mail about the other one: they are there, and didn't block them."""
    if member is None or not member.is_active:
        return False
    return of is None or not has_blocked(member, blocked=of)


def tells(application: Application, side: str) -> bool:
    """Say whether the one on a side gets mail about this application."""
    return hears(application.person(side), of=application.person(Side(side).other))


def post_all(mails: Iterable[OutgoingMail], *, at: datetime) -> None:
    """Put mails in the outbox, in the caller's transaction."""
    for mail in mails:
        post(mail, at=at)
