"""Why no test mail is sent now."""

from django.utils.translation import gettext_lazy as _

from network.errors import NetworkError


class TooManyTestMails(NetworkError):
    """One test after the other helps nobody, and a mail server takes it ill."""

    message = _("You asked for several test mails today. Look in your mail box, or try again tomorrow.")
