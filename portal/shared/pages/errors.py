"""Why a page can't be published; each reason its own class, with a sentence that says what to do next."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _


class PublishingRefused(PermissionDenied):
    """The base of every refusal to publish."""

    message = _("This page can't be published now.")

    def __init__(self) -> None:
        super().__init__(str(self.message))


class OwnTextRefused(PublishingRefused):
    """The approver wrote part of this text."""

    message = _(
        "You wrote part of this text yourself. Someone else has to approve it: submit it for moderation, "
        "or ask a colleague to publish it."
    )


class OwnSubmissionRefused(PublishingRefused):
    """The approver submitted this text."""

    message = _("You submitted this text yourself. Ask a colleague to approve it.")


class ApproverMissing(PublishingRefused):
    """Nobody is named as approver, and no approval was recorded before."""

    message = _("A text goes online only after a second person approved it. Submit it for moderation.")


class ApprovedTextChanged(PublishingRefused):
    """The latest revision is not the one that was approved."""

    message = _("The text changed after it was approved. Read the newest version and approve that one.")


class ReasonMissing(PublishingRefused):
    """A text was sent back without a word."""

    message = _("Write what has to change before you send a text back. The writer reads it.")
