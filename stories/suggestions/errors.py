"""Why something can't be done with a suggestion; one class per reason."""

from django.utils.translation import gettext_lazy as _

from stories.errors import StoriesError


class SuggestionMoveRefused(StoriesError):
    """It is in a state from which this step is not possible."""

    message = _("A colleague already dealt with this. Reload the page to see what they answered.")


class AnswerNeeded(StoriesError):
    """The sender would get an empty answer."""

    message = _("Write what you answer: the sender reads it in a mail.")


class SenderNeeded(StoriesError):
    """Nobody would get the answer."""

    message = _("Fill in your e-mail address, so that we can answer you.")
