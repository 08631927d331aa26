"""Why messages on a device can't be switched on."""

from django.utils.translation import gettext_lazy as _

from network.errors import NetworkError


class TooManyDevices(NetworkError):
    """A member has as many devices as one person uses."""

    message = _("You get messages on ten devices already. Remove one you no longer use, then try again.")
