"""Why something about what stays of a date can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError
from events.harvest.rules import FeedbackRefusal


class HarvestError(EventsError):
    """The base of every refusal here."""


class NotHeld(HarvestError):
    """The date was cancelled or never announced."""

    message = _("This date did not go on, so there is nothing to say about it.")


class NotOver(HarvestError):
    """It still has to end."""

    message = _("This meetup isn't over yet. Come back when it is.")


class FeedbackClosed(HarvestError):
    """Three weeks have passed."""

    message = _("Answering is closed: it could be done until three weeks after the meetup.")


class NotThere(HarvestError):
    """Noted as absent, withdrawn, or never in."""

    message = _("Only who took part answers this. Were you there? Tell the organisers, then you can answer.")


class PromiseChanged(HarvestError):
    """Someone was first, or the promise is no longer this person's."""

    message = _("This can't be done any more: something changed in the meantime. Reload the page and look.")


class NothingToShow(HarvestError):
    """A report without a word."""

    message = _("Write what came of it first. An empty report does not go online.")


class TooManyPromises(HarvestError):
    """More than anyone reads."""

    message = _("There are thirty promises already. Take one away before you add another.")


class DayPassed(HarvestError):
    """A promise for yesterday, or for years from now."""

    message = _("Choose a day from tomorrow on, two years ahead at most.")


REFUSALS: dict[FeedbackRefusal, type[HarvestError]] = {
    FeedbackRefusal.NOT_PLANNED: NotHeld,
    FeedbackRefusal.NOT_OVER: NotOver,
    FeedbackRefusal.CLOSED: FeedbackClosed,
    FeedbackRefusal.NOT_THERE: NotThere,
}
