"""Why something can't be followed, or a search not be saved."""

from django.utils.translation import gettext_lazy as _

from network.errors import NetworkError


class NothingToFollow(NetworkError):
    """It doesn't exist, or not for this person."""

    message = _("This can't be followed. It is gone, or it is not for you.")


class NothingAsked(NetworkError):
    """A search without words finds nothing new."""

    message = _("Type first what you look for. Then you can save it.")


class SavesTooMuch(NetworkError):
    """Someone keeps more searches than a digest can tell of."""

    message = _("You have 20 saved searches, and that is the most. Remove one first.")


class FollowsTooMuch(NetworkError):
    """Someone follows more than a digest can tell."""

    message = _("You follow as much as you can. Stop following something first.")
