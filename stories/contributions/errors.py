"""Why a contribution can't be written, sent in or read in advance; one class per reason (STYLE 2.7)."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal.shared.media.errors import PictureRefused
from stories.errors import StoriesError


class NoPlaceForIt(StoriesError):
    """The list page below which the text would stand does not exist."""

    message = _("There is no place on the site for this kind of text yet. Write to us, then we make one.")


class NotEditable(StoriesError):
    """The text is with the editors, online or withdrawn."""

    message = _("You can't change this text now. Look at its own page to see where it stands.")


class MoveRefused(StoriesError):
    """The contribution is in a state from which this step is not possible."""

    message = _("This is not possible any more: the state changed. Look at the newest state on this page.")


class NotComplete(StoriesError):
    """Something that readers need is still missing."""

    message = _("Something is still missing. Fill it in, then send your text.")


class NoModeration(StoriesError):
    """No workflow is attached to this part of the site."""

    message = _("Nobody is appointed to read texts yet, so we can't take yours in. It is saved. Write to us.")


class TextChanged(StoriesError):
    """The text is not the one that was shown."""

    message = _("The text changed after you opened this page. Read the newest version below, then decide.")


class StaleText(StoriesError):
    """Someone else, or another window, saved a newer version; nothing was overwritten.

    `theirs` holds, per field that differs, what is saved now.
    """

    message = _("Someone changed this text while you were writing. Nothing is lost: choose per part which one stays.")

    def __init__(self, theirs: Mapping[str, object]) -> None:
        super().__init__()
        self.theirs = dict(theirs)


class TooMany(StoriesError):
    """More tries than anyone needs in a day."""

    message = _("You did this very often today. Try again tomorrow, or write to us.")


class PictureUnusable(StoriesError):
    """A file is no picture we can take."""

    def __init__(self, reason: PictureRefused) -> None:
        super().__init__()
        self.message = reason.message


class TooManyPictures(StoriesError):
    message = _("A text has room for twelve pictures. Remove one first.")
