"""States of quotes, and the words for what an exchange says of an insight."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.registries.crossings import EvidenceVerdict as Verdict


class ReleaseState(models.TextChoices):
    """Whether its writer lets others read a sentence outside the exchange."""

    ASKED = "asked", _("asked")
    RELEASED = "released", _("may be used")
    KEPT = "kept", _("stays between us")


RELEASE_MOVES = {
    ReleaseState.ASKED: {ReleaseState.RELEASED, ReleaseState.KEPT},
    # A yes can be taken back until the story is online; a no can become a yes.
    ReleaseState.RELEASED: {ReleaseState.KEPT},
    ReleaseState.KEPT: {ReleaseState.RELEASED},
}

__all__ = ["RELEASE_MOVES", "ReleaseState", "Verdict"]
