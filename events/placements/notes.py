"""What of an exchange also comes as a short message on the devices of guest and host: changes and cancellations.

A mail always goes with it. A message says nothing that must not stand on a locked screen, nor anyone's name.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.models import Member
from network.push.actions import PushNote, post_push
from network.push.purposes import PushPurpose, push_purposes
from network.push.states import Urgency

CHANGES, CANCELLATIONS = "placements.changes", "placements.cancellations"
# What is older than this is read in the mail.
_STAYS = timedelta(days=7)
_NOTES = {
    "proposed": (CHANGES, gettext_lazy("An agreement waits for you"), Urgency.NORMAL),
    "amended": (CHANGES, gettext_lazy("Your exchange changed"), Urgency.NORMAL),
    "cancelled": (CANCELLATIONS, gettext_lazy("Your exchange does not take place"), Urgency.HIGH),
}


def post_note(name: str, member: Member, *, facts: Mapping[str, object], occasion: str, at: datetime) -> int:
    """Put a message in the outbox for the devices of a member, beside the mail of this name and in its transaction.

    Parameters:
        name: Of the mail; most have no message.
        member: Whose devices.
        facts: What the mail is made of: `host_school` and `path`, in the member's language, which is on.
        occasion: As of the mail.
        at: Now.

    Returns:
        Number of devices.
    """
    if name not in _NOTES:
        return 0
    purpose, title, urgency = _NOTES[name]
    text = _("Exchange at %(school)s. Read on in the portal.") % {"school": facts["host_school"]}
    note = PushNote(title=str(title), text=text, path=str(facts["path"]), expires_at=at + _STAYS, urgency=urgency)
    return post_push(member=member, purpose=purpose, occasion=occasion, note=note, at=at)


def register() -> None:
    """Enter the purposes; safe to call twice."""
    changes = PushPurpose(
        gettext_lazy("A change of an exchange"), gettext_lazy("An agreement waits for you, or a day moves.")
    )
    off = PushPurpose(gettext_lazy("An exchange that is off"), gettext_lazy("An exchange does not take place."))
    push_purposes.register(CHANGES, changes, position=40)
    push_purposes.register(CANCELLATIONS, off, position=50)
