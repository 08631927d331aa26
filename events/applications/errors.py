"""Why something with an application can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.applications.rules import AcceptDecision, AskDecision, UndoDecision
from events.applications.states import ApplicationState
from events.errors import EventsError


class ApplicationError(EventsError):
    """The base of every refusal about applications."""


class StillOpen(ApplicationError):
    """Nobody decided, so there is nothing to take back or to follow."""

    message = _("Nobody decided on this application yet. Answer it, or write to each other first.")


class AlreadyAccepted(ApplicationError):
    """Someone said yes before."""

    message = _("This application was accepted already. Look at the page of your exchange for how to go on.")


class AlreadyDeclined(ApplicationError):
    """Someone said no before."""

    message = _("This application got a no already. Who said it can take it back for a day.")


class AlreadyWithdrawn(ApplicationError):
    """It was taken back."""

    message = _("This application was withdrawn. Who withdrew it can take that back for a day.")


class AlreadyLapsed(ApplicationError):
    """It lapsed, and stays so."""

    message = _("This application lapsed. You can ask again, as long as there is room.")


class ExchangeOver(ApplicationError):
    """What came of it is over."""

    message = _("This exchange is over. Send a message through the other’s profile if you want to go on talking.")


class NotYourStep(ApplicationError):
    """Who began decides on their own question, or who decides takes it back."""

    message = _("This step is for the other one of the two. You can write a message, or wait for the answer.")


class NotOneOfTheTwo(ApplicationError):
    """Someone who is neither guest nor host, the programme team included."""

    message = _("Only the guest and the host decide on this application.")


class NothingToWatch(ApplicationError):
    """There is room, or the place is gone."""

    message = _("This place isn’t taken at the moment. On its page you see what you can do.")


class OwnMessage(ApplicationError):
    """Their own words, or a conversation of their own; or the message is gone."""

    message = _("You can’t report or judge this message. It is yours, you are one of the two, or it is gone.")


class AlreadyDecidedOn(ApplicationError):
    """Another leader decided first, or the message is gone."""

    message = _("This report is settled already. Go back to the list for the next one.")


class BegunAgain(ApplicationError):
    """The same two have a newer one that stands."""

    message = _("The two of you have a newer application. Go on there.")


class UndoNotYours(ApplicationError):
    """Someone else decided."""

    message = _("Only who decided can take this back. Write a message if you want to ask for it.")


class UndoTooLate(ApplicationError):
    """A day went by."""

    message = _("You decided more than a day ago, so you can’t take it back here any more. You can ask again.")


class ExchangeBegan(ApplicationError):
    """Something was confirmed or asked of a manager since the yes."""

    message = _("The agreements were confirmed by now. If it can’t go on, say so on the page of your exchange.")


class PlaceFull(ApplicationError):
    """All places were given."""

    message = _("The last place was just given away. Nobody else can be accepted now.")


class MonthFull(ApplicationError):
    """All places of the month were given."""

    message = _("All places of this month are taken. Choose another month, or write a message about it.")


class PlaceGone(ApplicationError):
    """The place was withdrawn or lapsed."""

    message = _("This place is no longer offered. Look for another one among the places.")


class WishGone(ApplicationError):
    """The wish was withdrawn or lapsed."""

    message = _("This wish is no longer open.")


class WishTaken(ApplicationError):
    """The guest goes somewhere else with it."""

    message = _("The guest has a place elsewhere for this wish.")


class AskingMembersOnly(ApplicationError):
    """Someone with a login who is no member yet."""

    message = _("Only members can ask for a place. Add the e-mail address of your school to become a member.")


class OwnListing(ApplicationError):
    """One's own place or wish."""

    message = _("This is your own. Colleagues answer it, you don’t have to.")


class NoSchoolYet(ApplicationError):
    """No school stands beside the name."""

    message = _("Add your school to your profile first, so that the other one knows where you come from.")


class NobodyToAnswer(ApplicationError):
    """The place or wish has no one on the other side now."""

    message = _("There is nobody who can answer at the moment. Try again later, or choose another one.")


class NotOpenYet(ApplicationError):
    """It opens on a later day."""

    message = _("This is not open yet. On its page you see from which day on it is.")


class ListingPaused(ApplicationError):
    """Its owner paused it."""

    message = _("This is paused for now. Try again later, or choose another one.")


class OtherSchoolsOnly(ApplicationError):
    """The wish excludes the own school."""

    message = _("This wish is for a place at another school.")


class WishDoesNotFit(ApplicationError):
    """A wish of someone else, one that ended, or one in another direction."""

    message = _("Choose one of your own open wishes in the same direction.")


class OfferDoesNotFit(ApplicationError):
    """A place of another school, one that is not open, or one in another direction."""

    message = _("Choose an open place of your own school in the same direction.")


class MonthMissing(ApplicationError):
    """Places are counted per month, and no month was chosen."""

    message = _("Choose a month: the places are counted per month.")


class QuestionMissing(ApplicationError):
    """Without a learning question nobody knows what it is for."""

    message = _("Write your learning question: what do you want to learn there?")


class TooManyAsked(ApplicationError):
    """More in a day than anyone needs."""

    message = _("You asked for many places today. Tomorrow you can ask for more.")


class TooManyWritten(ApplicationError):
    """More messages in an hour than anyone needs."""

    message = _("You wrote many messages in a short time. Wait an hour, then you can write again.")


STATE_REFUSALS: dict[str, type[ApplicationError]] = {
    ApplicationState.INTERESTED: StillOpen,
    ApplicationState.TALKING: StillOpen,
    ApplicationState.ACCEPTED: AlreadyAccepted,
    ApplicationState.DECLINED: AlreadyDeclined,
    ApplicationState.WITHDRAWN: AlreadyWithdrawn,
    ApplicationState.LAPSED: AlreadyLapsed,
}
ACCEPT_REFUSALS: dict[AcceptDecision, type[ApplicationError]] = {
    AcceptDecision.OFFER_GONE: PlaceGone,
    AcceptDecision.FULL: PlaceFull,
    AcceptDecision.MONTH_FULL: MonthFull,
    AcceptDecision.WISH_GONE: WishGone,
    AcceptDecision.WISH_TAKEN: WishTaken,
}
UNDO_REFUSALS: dict[UndoDecision, type[ApplicationError]] = {
    UndoDecision.NOT_YOURS: UndoNotYours,
    UndoDecision.TOO_LATE: UndoTooLate,
    UndoDecision.BEGAN: ExchangeBegan,
}
ASK_REFUSALS: dict[AskDecision, type[ApplicationError]] = {
    AskDecision.OWN: OwnListing,
    AskDecision.NO_SCHOOL: NoSchoolYet,
    AskDecision.NOBODY: NobodyToAnswer,
    AskDecision.NOT_YET: NotOpenYet,
    AskDecision.PAUSED: ListingPaused,
    AskDecision.FULL: PlaceFull,
    AskDecision.GONE: PlaceGone,
    AskDecision.OWN_SCHOOL: OtherSchoolsOnly,
}
