"""Why something in stories can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _


class StoriesError(Exception):
    """The base of every refusal; `message` is a whole sentence for members."""

    message = _("This can't be done now. Reload the page and try again.")

    def __init__(self) -> None:
        super().__init__(str(self.message))


class EvidenceMoveRefused(StoriesError):
    """The evidence is in a state from which this step is not possible."""

    message = _("Someone already decided on this evidence. Reload the page to see what they decided.")


class OwnEvidenceRefused(StoriesError):
    """The editor who decides is the one who proposed it."""

    message = _("You proposed this evidence yourself. Ask a colleague to decide on it.")


class EvidenceExists(StoriesError):
    """The source already says something of this insight."""

    message = _("This source already says something of this insight. Change that one.")


class SchoolNeeded(StoriesError):
    """The member has no school for which an answer could count."""

    message = _("Add your school to your profile first. Then you can answer for your school.")
