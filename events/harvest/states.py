"""States of what stays of a date: its report, its promises, and what someone allows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HarvestState(models.TextChoices):
    """Whether readers see the report of a date."""

    DRAFT = "draft", _("not online")
    ONLINE = "online", _("online")


# Who runs a meetup publishes what came of it, as who leads a joint action publishes its news.
HARVEST_MOVES = {
    HarvestState.DRAFT: {HarvestState.ONLINE},
    HarvestState.ONLINE: {HarvestState.DRAFT},
}


class PromiseState(models.TextChoices):
    """Where one promise stands. Whether it is late, the calendar says."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


PROMISE_MOVES = {
    PromiseState.OPEN: {PromiseState.DONE, PromiseState.DROPPED},
    # Taken for done too early, or picked up again.
    PromiseState.DONE: {PromiseState.OPEN},
    PromiseState.DROPPED: {PromiseState.OPEN},
}


class Naming(models.TextChoices):
    """Whether the person who keeps a promise stands beside it by name."""

    NOBODY = "nobody", _("not kept by one person")
    ASKED = "asked", _("asked, no answer yet")
    NAMED = "named", _("with name")
    UNNAMED = "unnamed", _("without name")


class Quote(models.TextChoices):
    """What may be done with an answer to "how was it?"."""

    NO = "no", _("no")
    UNNAMED = "unnamed", _("yes, without my name")
    NAMED = "named", _("yes, with my name")
