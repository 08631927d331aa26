"""What editors do with a question that found nothing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Decision(TextChoices):
    """A call asks members for a story; handled takes the question off the list until someone asks it again."""

    CALL = "call", _("call for stories")
    HANDLED = "handled", _("handled")
