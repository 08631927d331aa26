"""States of reflections, quotes and the evidence they give."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReleaseState(models.TextChoices):
    """Whether its writer lets others read a sentence outside the exchange."""

    ASKED = "asked", _("asked")
    RELEASED = "released", _("may be used")
    KEPT = "kept", _("stays between us")


class Verdict(models.TextChoices):
    """What an exchange says about an insight; the values are those of evidence."""

    SUPPORTS = "supports", _("supports")
    PARTLY = "partly", _("partly")
    CONTRADICTS = "contradicts", _("contradicts")
