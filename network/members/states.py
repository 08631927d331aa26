"""States of people and of what they do at a school."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Whether a person with a login counts as a member (DECISIONS 14)."""

    PROSPECT = "prospect", _("prospect")
    MEMBER = "member", _("member")


class AffiliationState(models.TextChoices):
    """Whether the school's coordinator agreed with what someone says of their work there."""

    CLAIMED = "claimed", _("not confirmed yet")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("not confirmed by the school")


class ConnectionState(models.TextChoices):
    """How far two members are with knowing each other."""

    REQUESTED = "requested", _("requested")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    ENDED = "ended", _("ended")


# At most one of these stands between two members, whoever asked.
ACTIVE_CONNECTIONS = (ConnectionState.REQUESTED, ConnectionState.ACCEPTED)

# Names of the groups that give rights in /beheer/ (PRODUCT, "The people"; DECISIONS 35).
EDITORS = "Redacteuren"
MODERATORS = "Eindredacteuren"
CONVERSATION_LEADERS = "Gespreksleiders"
PROGRAMME_TEAM = "Programmateam"

GROUPS = (EDITORS, MODERATORS, CONVERSATION_LEADERS, PROGRAMME_TEAM)
# Whoever is in one of these counts as editor for rules (`Viewer.is_editor`).
EDITING_GROUPS = (EDITORS, MODERATORS, PROGRAMME_TEAM)
