"""Ending an application without anyone's no, each with a mail to who has to hear it."""

from collections.abc import Iterable
from datetime import datetime

from events.applications.actions.rows import move, post_all, tells
from events.applications.mails import lapsed_mail
from events.applications.models import Application
from events.applications.states import ApplicationState, LapseReason, Side

MAIL_OF = {
    LapseReason.SURPLUS: "surplus",
    LapseReason.SILENCE: "silence",
    LapseReason.ENDED: "listing_gone",
    LapseReason.LEFT: "left",
}


def lapse(
    application: Application, *, reason: LapseReason, to_sides: Iterable[Side], at: datetime, mail: str = ""
) -> None:
    """End an application that waits, inside the caller's transaction, with the row locked.

    Parameters:
        application: Locked.
        reason: Why.
        to_sides: Who gets a mail about it.
        at: Now.
        mail: Another one than that of the reason.
    """
    application.lapse_reason = reason
    move(application, ApplicationState.LAPSED, by=None, at=at)
    name = mail or MAIL_OF[reason]
    sides = [side for side in to_sides if tells(application, side)]
    post_all([lapsed_mail(name, application, to_side=side, at=at) for side in sides], at=at)
