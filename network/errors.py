"""Why the network says no: one class per reason, each with a sentence for the member."""

from django.utils.translation import gettext_lazy as _


class NetworkError(Exception):
    """Something in the network can't be done; `message` says why and what to do next."""

    message = _("This can't be done now. Try again, or write to us.")

    def __str__(self) -> str:
        return str(self.message)


class AddressTaken(NetworkError):
    """Two people can't have the same e-mail address."""

    message = _("Someone else has this e-mail address. Check it, or choose another one.")


class AudienceNotAllowed(NetworkError):
    """A field can't be hidden that far, or not be opened that far."""

    message = _("You can't choose this audience for this field. Choose one from the list.")


class EndsBeforeStart(NetworkError):
    """Work ended before it began."""

    message = _("The end date lies before the start date. Check both.")


class MergedIntoItself(NetworkError):
    """A school can't go into itself."""

    message = _("A school can't merge into itself. Choose another school.")


class SchoolIsMerged(NetworkError):
    """The school no longer exists under this name."""

    message = _("This school went into another one. Choose the school it belongs to now.")


class DomainTaken(NetworkError):
    """One mail domain can't belong to two schools."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain)
        self.message = _("%(domain)s belongs to another school already. Take it away there first.") % {"domain": domain}
