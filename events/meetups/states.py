"""Kinds, modes and states of meetups and of their dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetupKind(models.TextChoices):
    """What sort of gathering it is (DECISIONS 24)."""

    NETWORK = "network", _("network meetup")
    WORKSHOP = "workshop", _("workshop")
    WEBINAR = "webinar", _("webinar")
    PEER_REVIEW = "peer_review", _("peer review group")
    DROP_IN = "drop_in", _("drop-in hour")
    VISIT = "visit", _("visit")
    CONFERENCE = "conference", _("conference")
    INFORMATION = "information", _("information meeting")
    TRAINING = "training", _("training")
    COHORT = "cohort", _("peer course")


class Mode(models.TextChoices):
    """How one person takes part."""

    ON_SITE = "on_site", _("on site")
    ONLINE = "online", _("online")


class Admission(models.TextChoices):
    """How someone gets in."""

    DIRECT = "direct", _("who signs up is in")
    APPROVAL = "approval", _("an organiser says yes first")
    CLOSED = "closed", _("a fixed group, put together by the organisers")
    NONE = "none", _("no registration, just come")


class Eligibility(models.TextChoices):
    """Who may sign up, narrowing downwards."""

    EVERYONE = "everyone", _("everyone, also without an account")
    ACCOUNTS = "accounts", _("everyone with an account")
    MEMBERS = "members", _("members only")


class Booking(models.TextChoices):
    """What one signs up for when a meetup has several dates."""

    PER_DATE = "per_date", _("for each date apart")
    SERIES = "series", _("for all dates together")


class WaitlistPolicy(models.TextChoices):
    """What happens with a seat that comes free (DECISIONS 20)."""

    OFFER = "offer", _("offer it to the first in line, who confirms")
    AUTOMATIC = "automatic", _("the first in line moves up at once")


class OccurrenceState(models.TextChoices):
    """Where one date stands. Whether it is over, the clock says."""

    DRAFT = "draft", _("not announced yet")
    PLANNED = "planned", _("goes ahead")
    CANCELLED = "cancelled", _("does not go on")


OCCURRENCE_MOVES = {
    # A draft that isn't wanted any more is thrown away: nobody knows of it.
    OccurrenceState.DRAFT: {OccurrenceState.PLANNED},
    OccurrenceState.PLANNED: {OccurrenceState.CANCELLED},
    OccurrenceState.CANCELLED: set(),
}
# What readers, feeds and search see; a cancelled date stays visible with its reason.
ANNOUNCED = (OccurrenceState.PLANNED, OccurrenceState.CANCELLED)
