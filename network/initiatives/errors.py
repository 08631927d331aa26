"""Why something with a joint action can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from network.errors import NetworkError


class InitiativesError(NetworkError):
    """The base of every refusal about joint actions."""


class MembersOnly(InitiativesError):
    """Someone with a login who is no member yet."""

    message = _("Only members can join. Ask a colleague who is a member for an invitation, or write to us.")


class NotYourSchool(InitiativesError):
    """The one who joins is not known to work at the school."""

    message = _("You can only join for a school where your work is confirmed. Ask your coordinator to confirm it.")


class NotOpen(InitiativesError):
    """The initiative is over, or not there yet."""

    message = _("Nobody can join this any more. Look at the list for what is open now.")


class JoiningOver(InitiativesError):
    """The last day to join has passed."""

    message = _("The last day to join has passed. Write to the one who leads it to ask if there is still room.")


class MoveRefused(InitiativesError):
    """Someone was first, or the state doesn't allow this step."""

    message = _("This can't be done any more: something changed in the meantime. Reload the page and look.")


class LeadOnly(InitiativesError):
    """Only who leads the initiative does this."""

    message = _("Only the one who leads this can do that. Write to them in the conversation.")


class EditorsOnly(InitiativesError):
    """Only the editors decide on proposals."""

    message = _("Only the editors decide on proposals.")


class OwnProposal(InitiativesError):
    """Nobody approves what they proposed themselves."""

    message = _("You proposed or lead this yourself. Ask a colleague to decide on it.")


class LeadingSchoolStays(InitiativesError):
    """The school that leads can't withdraw."""

    message = _("Your school leads this, so it can't withdraw. Stop the initiative, or hand it over first.")


class NotForTheSchool(InitiativesError):
    """Someone else joined for the school."""

    message = _("A colleague joined for your school. Only that colleague or your coordinator can take it out.")


class LeadStays(InitiativesError):
    """The one who leads can't just leave."""

    message = _("You lead this. Hand it over to a colleague first, then you can leave.")


class NotTakingPart(InitiativesError):
    """The person does not take part."""

    message = _("You don't take part in this. Join first.")


class TooMany(InitiativesError):
    """More than anyone does by hand."""

    message = _("You did this often just now. What you typed is still here: try again later.")


class PlanFull(InitiativesError):
    """A plan holds no more steps."""

    message = _("This plan is full. Remove a step that is no longer needed.")


class NotComplete(InitiativesError):
    """The proposal misses something that readers need."""

    message = _("Say what the goal is and what you ask of schools. Then you can send the proposal.")
