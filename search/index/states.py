"""Where an entry stands that one can take part in, ask for or answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryStatus(models.TextChoices):
    """Whether something can still be asked for or answered; the values stand in addresses."""

    OPEN = "open", _("open")
    ANSWERED = "beantwoord", _("answered")
    CLOSED = "dicht", _("closed")
