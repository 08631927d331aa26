"""Who can be behind a line."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    """A person, the portal itself (clock, worker, a command), someone without a login, or someone erased since."""

    MEMBER = "member", _("member")
    SYSTEM = "system", _("the portal itself")
    VISITOR = "visitor", _("someone who is not signed in")
    GONE = "gone", _("former member")
