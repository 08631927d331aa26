"""States of an invitation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvitationKind(models.TextChoices):
    """Who is invited to what; decides who may invite, and what accepting gives."""

    COLLEAGUE = "colleague", _("colleague")
    ICT_PARTNER = "ict_partner", _("ICT partner")
    AMBASSADOR = "ambassador", _("ambassador")
    PROGRAMME = "programme", _("programme team")


class InvitationState(models.TextChoices):
    """Where an invitation stands. EXPIRED is read from the clock and never stored."""

    OPEN = "open", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")
