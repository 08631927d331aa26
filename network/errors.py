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


class WorkDeclined(NetworkError):
    """The school said before that someone doesn't work there."""

    message = _("This school did not confirm that you work there. Ask the coordinator of the school, or write to us.")


class NotYourSchool(NetworkError):
    """Someone who doesn't coordinate the school, or no longer, decides on it."""

    message = _("You don't look after this school any more. Ask the programme team if that is a mistake.")


class NoColleague(NetworkError):
    """The task goes only to someone whose work at the school is confirmed."""

    message = _("Choose a colleague whose work at this school is confirmed.")


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


class InvitingNotAllowed(NetworkError):
    """Only some people send this kind of invitation, each for the own school."""

    message = _("You can't send this invitation. Ask the coordinator of your school, or write to us.")


class TooManyInvitations(NetworkError):
    """The sender reached the limit of the day."""

    message = _("You sent as many invitations as one day allows. Send the others tomorrow.")


class InvitedOften(NetworkError):
    """One address got several invitations lately, whoever sent them."""

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.message = _("%(email)s got several invitations this week. Take this address out, and try again later.") % {
            "email": email
        }


class InvitationDeclined(NetworkError):
    """The person said no to this sender before."""

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.message = _("%(email)s declined an earlier invitation of yours. Take this address out.") % {"email": email}


class InvitationAnswered(NetworkError):
    """It was accepted, declined or withdrawn in the meantime."""

    message = _("This invitation has an answer by now, or you withdrew it. Nothing was sent.")


class ResentTooSoon(NetworkError):
    """A day has not passed since the last mail."""

    message = _("You sent this invitation less than a day ago. Give the mail some time, and try again tomorrow.")


class ResentTooOften(NetworkError):
    """Three mails are enough."""

    message = _("This invitation was mailed three times. Call your colleague, or wait until they answer.")


class AccountExists(NetworkError):
    """Someone with this address signs in instead of making a second account."""

    message = _("You have an account with this address already. Sign in, then you accept with one click.")


class AccountClosed(NetworkError):
    """The account of this address was closed."""

    message = _("The account with this address was closed. Write to us, then we look at it together.")
