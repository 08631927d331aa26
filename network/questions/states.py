"""States of a question, of an answer, of who has it, and of a report; whom one asks and who reads along."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.audiences.states import Audience


class Addressee(models.TextChoices):
    """Whom a question is for (PRODUCT, "Questions")."""

    AMBASSADORS = "ambassadors", _("Ask the ambassador")
    INFORMATION_MANAGERS = "information_managers", _("Ask the information manager")
    ALL = "all", _("Ask everyone")


# The roles behind each name; editors may rename a role on screen, its short name stays.
ROLES_OF = {
    Addressee.AMBASSADORS: frozenset({"digitaal-ambassadeur", "ict-ambassadeur"}),
    Addressee.INFORMATION_MANAGERS: frozenset({"informatiemanager"}),
}
ROLES_OF[Addressee.ALL] = frozenset().union(*ROLES_OF.values())

# Who may read a question that is shown; the asker chooses.
READERS = (Audience.EVERYONE, Audience.MEMBERS)


class QuestionState(models.TextChoices):
    """How far a question is."""

    OPEN = "open", _("waits for an answer")
    ANSWERED = "answered", _("has answers")
    ACCEPTED = "accepted", _("has a best answer")
    CLOSED = "closed", _("closed")


QUESTION_MOVES = {
    QuestionState.OPEN: frozenset({QuestionState.ANSWERED, QuestionState.CLOSED}),
    QuestionState.ANSWERED: frozenset({QuestionState.OPEN, QuestionState.ACCEPTED, QuestionState.CLOSED}),
    QuestionState.ACCEPTED: frozenset({QuestionState.OPEN, QuestionState.ANSWERED, QuestionState.CLOSED}),
    QuestionState.CLOSED: frozenset({QuestionState.OPEN, QuestionState.ANSWERED}),
}


class Sight(models.TextChoices):
    """Whether a question is shown to its readers at all."""

    SHOWN = "shown", _("shown")
    WITHDRAWN = "withdrawn", _("hidden by the one who asked")
    HIDDEN = "hidden", _("hidden by a conversation leader")


# The one who asked can't undo what a leader decided, and the other way round.
SIGHT_MOVES = {
    Sight.SHOWN: frozenset({Sight.WITHDRAWN, Sight.HIDDEN}),
    Sight.WITHDRAWN: frozenset({Sight.SHOWN, Sight.HIDDEN}),
    Sight.HIDDEN: frozenset({Sight.SHOWN}),
}


class RouteState(models.TextChoices):
    """What became of a question at one of the people it was put to."""

    WAITING = "waiting", _("waits for this person")
    ANSWERED = "answered", _("answered")
    DECLINED = "declined", _("passed on")
    LATE = "late", _("handed over without an answer")
    ENDED = "ended", _("no longer needed")


ROUTE_MOVES = {
    RouteState.WAITING: frozenset(set(RouteState) - {RouteState.WAITING}),
    # Someone who let it go may still answer.
    RouteState.DECLINED: frozenset({RouteState.ANSWERED}),
    RouteState.LATE: frozenset({RouteState.ANSWERED}),
    RouteState.ENDED: frozenset({RouteState.ANSWERED}),
    RouteState.ANSWERED: frozenset(),
}


class AnswerState(models.TextChoices):
    """Whether readers see an answer. A removed one has no text any more and never comes back."""

    VISIBLE = "visible", _("visible")
    HIDDEN = "hidden", _("hidden")
    REMOVED = "removed", _("removed")


ANSWER_MOVES = {
    AnswerState.VISIBLE: frozenset({AnswerState.HIDDEN, AnswerState.REMOVED}),
    AnswerState.HIDDEN: frozenset({AnswerState.VISIBLE, AnswerState.REMOVED}),
    AnswerState.REMOVED: frozenset(),
}


class UseKind(models.TextChoices):
    """What an answer can become."""

    INSIGHT = "insight", _("an insight")
    STORY = "story", _("a story")
