"""Words for evidence and standing (DECISIONS 6, 19)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.registries.crossings import EvidenceVerdict as Verdict


class InsightKind(models.TextChoices):
    """Whether an insight says what to do, or what not to do."""

    DO = "do", _("Do")
    DONT = "dont", _("Don't do")


class EvidenceState(models.TextChoices):
    """Whether a piece of evidence counts."""

    PROPOSED = "proposed", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


EVIDENCE_MOVES = {
    EvidenceState.PROPOSED: {EvidenceState.ACCEPTED, EvidenceState.WITHDRAWN},
    EvidenceState.ACCEPTED: {EvidenceState.WITHDRAWN},
    EvidenceState.WITHDRAWN: {EvidenceState.ACCEPTED},
}


class SourceKind(models.TextChoices):
    """Where a piece of evidence comes from."""

    STORY = "story", _("coach story")
    PILOT = "pilot", _("pilot report")
    REFLECTION = "reflection", _("reflection")
    REUSE = "reuse", _("re-use at another school")


class Standing(models.TextChoices):
    """How firmly an insight stands; computed by rules.judge_standing, never typed in."""

    EMERGING = "opkomend", _("emerging")
    RECOGNISED = "herkend", _("recognised")
    TESTED = "getoetst", _("tested")
    CONFIRMED = "bevestigd", _("confirmed")
    CONTESTED = "omstreden", _("contested")
    OUTDATED = "verouderd", _("outdated")


class SuccessFactor(models.TextChoices):
    """The six success factors of the programme's study, in our own words (DOMAIN 5)."""

    GOALS = "onderwijsdoelen", _("Goals of teaching")
    PROFILE = "profiel", _("Choosing people on a profile")
    POSITION = "positie", _("A lasting position")
    SHARING = "kennisdeling", _("Sharing knowledge")
    ROLES = "rollen", _("Clear roles")
    MEANS = "tijd-en-middelen", _("Time and means")


class Answer(models.TextChoices):
    """What a member answers to "Herken je dit?" for the own school."""

    YES = "yes", _("Yes, here too")
    PARTLY = "partly", _("Partly")
    NO = "no", _("Not here")


class ReuseResult(models.TextChoices):
    """How it went when another school did the same."""

    WORKED = "worked", _("It worked")
    PARTLY = "partly", _("It worked partly")
    FAILED = "failed", _("It did not work")


VERDICT_OF_REUSE = {
    ReuseResult.WORKED: Verdict.SUPPORTS,
    ReuseResult.PARTLY: Verdict.PARTLY,
    ReuseResult.FAILED: Verdict.CONTRADICTS,
}
