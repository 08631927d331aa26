"""Why leaving or exporting can't be done now."""

from django.utils.translation import gettext_lazy as _

from network.errors import NetworkError


class TooManyExports(NetworkError):
    """Someone asks for one file after the other."""

    message = _("You asked for your data several times today. You can ask again tomorrow.")


class LastOperator(NetworkError):
    """Without an operator nobody can run the portal."""

    message = _("You are the only one who can do everything here. Give someone else that right first.")
