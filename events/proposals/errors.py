"""Why a proposal can't be taken in; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError


class ProposalsError(EventsError):
    """The base of every refusal about proposals."""


class MembersOnly(ProposalsError):
    """Someone with a login who is no member yet."""

    message = _("Only members can propose a meetup. Ask a colleague who is a member for an invitation, or write to us.")


class TooMany(ProposalsError):
    """More than anyone proposes in a day."""

    message = _("You did this often just now. What you typed is still here: try again later.")


class NoModeration(ProposalsError):
    """The agenda is missing, or nobody is appointed to read."""

    message = _("Nobody is appointed to read proposals yet, so we can't take yours in. Write to us.")


class NotYours(ProposalsError):
    """It is with the editors, or online."""

    message = _("This proposal is with the editors, or online already. Reload the page and look.")


class TextChanged(ProposalsError):
    """An editor changed it since."""

    message = _("An editor changed this text in the meantime. Compare below, and send yours again if it should stand.")
