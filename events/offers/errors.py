"""Why something with an offer or a wish can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError


class OffersError(EventsError):
    """The base of every refusal about offers and wishes."""


class MembersOnly(OffersError):
    """Someone with a login who is no member yet."""

    message = _("Only members of a school can do this. Ask a colleague who is a member for an invitation.")


class NotYourSchool(OffersError):
    """The one who offers is not known to work at the school."""

    message = _(
        "You can only offer a place at a school where your work is confirmed. Ask your coordinator to confirm it."
    )


class NotYours(OffersError):
    """Only the owner changes it."""

    message = _("Only the one who made this can change it.")


class StillDraft(OffersError):
    """Nobody sees a draft, so there is nothing to pause or confirm."""

    message = _("This is still a draft. Send it first, then you can do this.")


class HasLapsed(OffersError):
    """It lapsed, so that it can't be paused or taken."""

    message = _("This has lapsed. Say first that it still holds, then you can do this.")


class WasWithdrawn(OffersError):
    """What was withdrawn stays so."""

    message = _("This was withdrawn and stays so. Make a new one if you want to go on.")


class NotADraft(OffersError):
    """What was sent doesn't become a draft again."""

    message = _("This was sent already. You can change it, pause it or withdraw it.")


class AlreadyDone(OffersError):
    """It is so already."""

    message = _("This was done already. Reload the page to see how it stands.")


class PeriodOver(OffersError):
    """Its period has ended, so nobody can say that it still holds."""

    message = _("The period has passed. Choose a later end first, or leave the end open.")


class EditorsOnly(OffersError):
    """Only editors decide on what was sent for the first time."""

    message = _("Only the editors decide on this.")


class OwnListing(OffersError):
    """Nobody puts their own text online."""

    message = _("This is your own. Ask a colleague to decide on it.")


class ChangedMeanwhile(OffersError):
    """The text is not the one the editor read."""

    message = _("The text was changed while you read it. Read it once more and decide again.")


class HasHost(OffersError):
    """Someone was first, or the host is back."""

    message = _("A colleague is the host of this place already. You need not do anything.")


class TooMany(OffersError):
    """More than anyone makes by hand."""

    message = _("You made many of these today. What you typed is still here: try again tomorrow.")
