"""What the scan asks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Factor(models.TextChoices):
    """The six success factors of the programme's study, and nearness (PRODUCT, "network/"; DOMAIN 5).

    The first six have the values of the factor of an insight, so that a low score leads there.
    """

    GOALS = "onderwijsdoelen", _("Goals of teaching")
    PROFILE = "profiel", _("Choosing people on a profile")
    POSITION = "positie", _("A lasting position")
    SHARING = "kennisdeling", _("Sharing knowledge")
    ROLES = "rollen", _("Clear roles")
    MEANS = "tijd-en-middelen", _("Time and means")
    NEARNESS = "nabijheid", _("Nearness")


class Score(models.IntegerChoices):
    """How far a sentence holds at the school."""

    NOT = 1, _("Not at all")
    LITTLE = 2, _("A little")
    MOSTLY = 3, _("Mostly")
    WHOLLY = 4, _("Wholly")


# With this score or lower the scan leads on to others who know more.
LOW = Score.LITTLE

STATEMENTS = {
    Factor.GOALS: _("Each coaching question is tied to a goal of the team or the school."),
    Factor.PROFILE: _("We choose coaches on a profile: didactics, ICT and coaching."),
    Factor.POSITION: _("Coaches have a lasting place in the organisation, also after a project ends."),
    Factor.SHARING: _("Coaches learn from each other, and what they learn reaches other teams."),
    Factor.ROLES: _("Everyone knows who answers which question: coach, servicedesk or administrator."),
    Factor.MEANS: _("Coaches have fixed hours that nobody takes away, and the means for their work."),
    Factor.NEARNESS: _("Coaches work close to the teams: people know them and see them in the classroom."),
}
# Where colleagues of other schools talk about it.
THEMES = {
    Factor.GOALS: "digitale-didactiek",
    Factor.PROFILE: "docentvaardigheden",
    Factor.POSITION: "organisatie-coaching",
    Factor.SHARING: "veranderen",
    Factor.ROLES: "samenwerking",
    Factor.MEANS: "organisatie-coaching",
    Factor.NEARNESS: "hulp",
}
