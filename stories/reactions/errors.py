"""Why something with a reaction can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from stories.errors import StoriesError


class ReactionsError(StoriesError):
    """The base of every refusal about reactions."""


class MembersOnly(ReactionsError):
    """Someone with a login who is no member yet."""

    message = _("Only members can react. Ask a colleague who is a member for an invitation, or write to us.")


class ConversationClosed(ReactionsError):
    """The conversation under this text is closed."""

    message = _("The conversation under this text is closed. You can still write to the people named beside it.")


class TooManyReactions(ReactionsError):
    """More reactions in an hour than a conversation needs."""

    message = _("You reacted often in the past hour. Your text is still here: send it again in an hour.")


class TooManyReports(ReactionsError):
    """More reports in an hour than anyone can read."""

    message = _("You reported often in the past hour. Try again in an hour, or write to us through the contact page.")


class NotYourReaction(ReactionsError):
    """Someone else wrote it."""

    message = _("Someone else wrote this reaction. If something is wrong with it, you can report it.")


class EditTooLate(ReactionsError):
    """The fifteen minutes are over."""

    message = _("You can change a reaction for 15 minutes. You can still remove it and write a new one.")


class EditWhileReported(ReactionsError):
    """A conversation leader is looking at this text."""

    message = _("A conversation leader is looking at this reaction, so it can't change now. You can still remove it.")


class ReactionGone(ReactionsError):
    """The reaction is hidden or removed."""

    message = _("This reaction is not there any more. Reload the page to see what is.")


class OwnReactionReported(ReactionsError):
    """Nobody reports what they wrote themselves."""

    message = _("You wrote this reaction yourself. You can change or remove it.")


class LeadersOnly(ReactionsError):
    """Only conversation leaders decide on reports."""

    message = _("Only conversation leaders can do this. Report the reaction, then one of them looks at it.")


class OwnReactionJudged(ReactionsError):
    """A leader would decide on what they wrote themselves."""

    message = _("You wrote this reaction yourself. Ask another conversation leader to decide.")


class ReactionMoveRefused(ReactionsError):
    """The reaction is in a state from which this step is not possible."""

    message = _("Someone already decided on this reaction. Reload the page to see what they decided.")
