"""What a coordinator can say of someone's work."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    """The school's answer to a claim, or the end of work there."""

    CONFIRM = "confirm", _("confirm")
    DECLINE = "decline", _("decline")
    END = "end", _("end")
