"""Why something can't be followed."""

from django.utils.translation import gettext_lazy as _

from network.errors import NetworkError


class NothingToFollow(NetworkError):
    """It doesn't exist, or not for this person."""

    message = _("This can't be followed. It is gone, or it is not for you.")


class FollowsTooMuch(NetworkError):
    """Someone follows more than a digest can tell."""

    message = _("You follow as much as you can. Stop following something first.")
