"""What of an application also comes as a short message on a member's devices: that someone asks, and the answer.

A mail always goes with it. A message says nothing that must not stand on a locked screen, nor anyone's name.
"""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.applications.models import Application
from network.push.actions import PushNote, post_push
from network.push.purposes import PushPurpose, push_purposes
from network.push.states import Urgency

APPLICATIONS = "applications.answers"
# What is older than this is read in the mail.
_STAYS = timedelta(days=7)
_TITLES = {
    "asked": gettext_lazy("Someone asks for your place"),
    "invited": gettext_lazy("Someone invites you"),
    "accepted": gettext_lazy("The answer is yes"),
    "declined": gettext_lazy("There is an answer"),
}


def post_note(name: str, application: Application, *, to_side: str, at: datetime) -> int:
    """Put a message in the outbox for the devices of one side, beside the mail of this name and in its transaction.

    Parameters:
        name: Of the mail; most have no message.
        application: As it stands after the step.
        to_side: Whose devices; the one there gets the mail, too.
        at: Of the step; a device hears of it once.

    Returns:
        Number of devices.
    """
    member = application.person(to_side)
    if name not in _TITLES or member is None:
        return 0
    with translation.override(member.interface_language):
        note = PushNote(
            title=str(_TITLES[name]),
            text=_("About “%(title)s”. Read on in the portal.") % {"title": application.title},
            path=application.get_absolute_url(),
            expires_at=at + _STAYS,
            urgency=Urgency.NORMAL,
        )
    occasion = f"{application.key}:{name}:{at.isoformat()}"
    return post_push(member=member, purpose=APPLICATIONS, occasion=occasion, note=note, at=at)


def register() -> None:
    """Enter the purpose; safe to call twice."""
    if APPLICATIONS not in push_purposes:
        label, explanation = gettext_lazy("An application"), gettext_lazy("Someone asks or invites you, or answers.")
        push_purposes.register(APPLICATIONS, PushPurpose(label, explanation), position=35)
