"""Why something with suggestions can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError


class MatchingError(EventsError):
    """The base of every refusal about suggestions."""


class NotYourSuggestion(MatchingError):
    """Neither side of the pair is theirs."""

    message = _("This suggestion is not for you. You can only hide what fits your own place or wish.")


class NoLongerFits(MatchingError):
    """One of the two changed, or is gone."""

    message = _("These two don’t fit any more: one of them changed. Reload the page to see what fits now.")


class AlreadyIntroduced(MatchingError):
    """Someone of the programme team was first."""

    message = _("Both were told already. Give them some time to answer each other.")
