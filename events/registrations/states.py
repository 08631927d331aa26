"""States of a registration and of a whole-series booking."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegistrationState(models.TextChoices):
    """Where one person stands for one date."""

    # A guest who has not opened the mail yet, or a pair of which one still has to say yes: holds a seat until a moment.
    HELD = "held", _("held")
    WAITING_APPROVAL = "approval", _("waits for the organisers")
    CONFIRMED = "confirmed", _("confirmed")
    WAITLISTED = "waitlisted", _("on the waitlist")
    OFFERED = "offered", _("seat offered")
    WITHDRAWN = "withdrawn", _("withdrew")
    REMOVED = "removed", _("removed by an organiser")
    DECLINED = "declined", _("declined by an organiser")
    LAPSED = "lapsed", _("lapsed")


# One row per person and date in these.
ACTIVE = (
    RegistrationState.HELD,
    RegistrationState.WAITING_APPROVAL,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
)
# Takes a seat in the count: an offered seat is nobody else's.
SEATED = (RegistrationState.HELD, RegistrationState.CONFIRMED, RegistrationState.OFFERED)
QUEUED = (RegistrationState.WAITLISTED, RegistrationState.OFFERED)

_OUT = {RegistrationState.WITHDRAWN, RegistrationState.REMOVED}
# Who is out and signs up again gets a new row: the old line is not theirs any more.
REGISTRATION_MOVES = {
    RegistrationState.HELD: _OUT
    | {
        RegistrationState.CONFIRMED,
        RegistrationState.WAITING_APPROVAL,
        RegistrationState.WAITLISTED,
        RegistrationState.LAPSED,
    },
    RegistrationState.WAITING_APPROVAL: _OUT
    | {RegistrationState.CONFIRMED, RegistrationState.WAITLISTED, RegistrationState.DECLINED},
    RegistrationState.CONFIRMED: _OUT,
    RegistrationState.WAITLISTED: _OUT | {RegistrationState.CONFIRMED, RegistrationState.OFFERED},
    RegistrationState.OFFERED: _OUT | {RegistrationState.CONFIRMED, RegistrationState.HELD, RegistrationState.LAPSED},
    RegistrationState.WITHDRAWN: set(),
    RegistrationState.REMOVED: set(),
    RegistrationState.DECLINED: set(),
    RegistrationState.LAPSED: set(),
}


class By(models.TextChoices):
    """Who made a step."""

    MEMBER = "member", _("the person")
    GUEST = "guest", _("the guest")
    ORGANISER = "organiser", _("an organiser")
    CLOCK = "clock", _("the portal")


class Attendance(models.TextChoices):
    """Whether someone came, as the organisers noted it."""

    UNKNOWN = "unknown", _("not noted")
    PRESENT = "present", _("was there")
    ABSENT = "absent", _("did not come")
