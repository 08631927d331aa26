"""Kinds and states of joint actions, and of schools that take part in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.audiences.states import Audience


class InitiativeKind(models.TextChoices):
    """What schools do together (PRODUCT, "Joint actions")."""

    JOINT_ACTION = "joint_action", _("joint action")
    PILOT = "pilot", _("pilot you can join")
    TRAINING = "training", _("training together")
    RESEARCH = "research", _("research you can join")


class InitiativeState(models.TextChoices):
    """Where an initiative stands. Stopped is an outcome of the same weight as done."""

    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waits for approval")
    OPEN = "open", _("open")
    RUNNING = "running", _("running")
    DONE = "done", _("finished")
    STOPPED = "stopped", _("stopped")


INITIATIVE_MOVES = {
    InitiativeState.DRAFT: {InitiativeState.WAITING},
    InitiativeState.WAITING: {InitiativeState.DRAFT, InitiativeState.OPEN},
    InitiativeState.OPEN: {InitiativeState.RUNNING, InitiativeState.STOPPED},
    InitiativeState.RUNNING: {InitiativeState.DONE, InitiativeState.STOPPED},
    InitiativeState.DONE: set(),
    InitiativeState.STOPPED: set(),
}
JOINABLE = (InitiativeState.OPEN, InitiativeState.RUNNING)
ENDED = (InitiativeState.DONE, InitiativeState.STOPPED)
# What readers see; before that it is its writers' and the editors'.
PUBLISHED = (*JOINABLE, *ENDED)
# In these, schools that take part have done something together: a bridge.
STARTED = (InitiativeState.RUNNING, *ENDED)


class PartState(models.TextChoices):
    """How a school takes part in an initiative."""

    INTERESTED = "interested", _("interested")
    ASKED = "asked", _("wants to take part")
    TAKING_PART = "taking_part", _("takes part")
    DONE = "done", _("took part")
    WITHDREW = "withdrew", _("withdrew")


PART_MOVES = {
    PartState.INTERESTED: {PartState.ASKED, PartState.WITHDREW},
    PartState.ASKED: {PartState.TAKING_PART, PartState.INTERESTED, PartState.WITHDREW},
    PartState.TAKING_PART: {PartState.DONE, PartState.WITHDREW},
    PartState.DONE: set(),
    PartState.WITHDREW: {PartState.INTERESTED, PartState.ASKED},
}
# Whose people share the plan, the conversation and the bridge.
JOINED = (PartState.TAKING_PART, PartState.DONE)

# An initiative is for everyone or for members; narrower circles can't join anything.
AUDIENCES = [(Audience.EVERYONE.value, Audience.EVERYONE.label), (Audience.MEMBERS.value, Audience.MEMBERS.label)]
