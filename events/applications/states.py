"""The states of an application (DECISIONS 22)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """Which of the two in an exchange."""

    GUEST = "guest", _("guest")
    HOST = "host", _("host")

    @property
    def other(self) -> "Side":
        """The one across."""
        return Side.HOST if self is Side.GUEST else Side.GUEST


class ApplicationState(models.TextChoices):
    """Where one application stands."""

    INTERESTED = "interested", _("interest")
    TALKING = "talking", _("in conversation")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    LAPSED = "lapsed", _("lapsed")


APPLICATION_MOVES = {
    ApplicationState.INTERESTED: {
        ApplicationState.TALKING,
        ApplicationState.ACCEPTED,
        ApplicationState.DECLINED,
        ApplicationState.WITHDRAWN,
        ApplicationState.LAPSED,
    },
    ApplicationState.TALKING: {
        ApplicationState.ACCEPTED,
        ApplicationState.DECLINED,
        ApplicationState.WITHDRAWN,
        ApplicationState.LAPSED,
    },
    # What was decided can be undone within a day, by who decided: it is again what it was before.
    ApplicationState.ACCEPTED: {ApplicationState.INTERESTED, ApplicationState.TALKING},
    ApplicationState.DECLINED: {ApplicationState.INTERESTED, ApplicationState.TALKING},
    ApplicationState.WITHDRAWN: {ApplicationState.INTERESTED, ApplicationState.TALKING},
    ApplicationState.LAPSED: set(),
}
WAITING = (ApplicationState.INTERESTED, ApplicationState.TALKING)
ENDED = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN, ApplicationState.LAPSED)
# What one of the two decided, and can take back for a day.
DECIDED = (ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN)


class LapseReason(models.TextChoices):
    """Why an application ended without anyone saying no."""

    SURPLUS = "surplus", _("the place went to someone else")
    SILENCE = "silence", _("nobody answered")
    ENDED = "ended", _("the place or the wish is gone")
    LEFT = "left", _("one of the two left")
