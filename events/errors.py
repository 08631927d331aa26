"""Why a meetup or a registration says no: one class per reason, each with a sentence for the member."""

from django.utils.translation import gettext_lazy as _


class EventsError(Exception):
    """Something with a meetup can't be done; `message` says why and what to do next."""

    message = _("This can't be done now. Try again, or write to us.")

    def __str__(self) -> str:
        return str(self.message)
