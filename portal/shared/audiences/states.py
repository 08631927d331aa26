"""Who something is meant for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """The circles someone chooses from, wide to narrow (PRODUCT, "network")."""

    EVERYONE = "everyone", _("Everyone")
    MEMBERS = "members", _("Members")
    INSTITUTION = "institution", _("My school")
    CONNECTIONS = "connections", _("My connections")
    ONLY_ME = "only_me", _("Only me")


# Only these have entries in the search index (DECISIONS 11).
INDEXED_AUDIENCES = (Audience.EVERYONE, Audience.MEMBERS, Audience.INSTITUTION)
