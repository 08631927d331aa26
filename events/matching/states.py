"""Kinds of chains. A suggestion has no states: it fits now, or it doesn't."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainKind(models.TextChoices):
    """How many schools take part: two swap, three make a ring."""

    SWAP = "swap", _("swap")
    RING = "ring", _("ring of three")


STEPS = {ChainKind.SWAP: 2, ChainKind.RING: 3}
