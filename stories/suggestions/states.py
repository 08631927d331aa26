"""What someone sends to the editors, and how far it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SuggestionKind(models.TextChoices):
    """What someone wants from the editors."""

    TAKE_PART = "take_part", _("I want to take part")
    QUESTION = "question", _("I have a question")
    SUGGESTION = "suggestion", _("I have a suggestion")
    ADDITION = "addition", _("I have an addition to a page")


class SuggestionState(models.TextChoices):
    """How far the editors are with it (PRODUCT, "Suggestions and additions")."""

    NEW = "new", _("new")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("dealt with")
    DECLINED = "declined", _("declined")


OPEN_STATES = (SuggestionState.NEW, SuggestionState.IN_PROGRESS)

MOVES = {
    SuggestionState.NEW: frozenset({SuggestionState.IN_PROGRESS, SuggestionState.DONE, SuggestionState.DECLINED}),
    SuggestionState.IN_PROGRESS: frozenset({SuggestionState.DONE, SuggestionState.DECLINED}),
    SuggestionState.DONE: frozenset(),
    SuggestionState.DECLINED: frozenset(),
}
