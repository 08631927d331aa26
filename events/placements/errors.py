"""Why something about an exchange can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError
from events.placements.states import PlacementState


class PlacementError(EventsError):
    """The base of every refusal here."""


class StillPlanning(PlacementError):
    """Asked of an exchange that has no agreement that holds."""

    message = _("This exchange is not agreed yet. First finish the agreement.")


class AlreadyAgreed(PlacementError):
    """Asked of one that is agreed and did not begin."""

    message = _("This exchange is agreed already. Look at its page to see what holds.")


class AlreadyRunning(PlacementError):
    """Asked of one that began."""

    message = _("This exchange has begun, so this can't be done any more.")


class AlreadyDone(PlacementError):
    """Asked of one that is over."""

    message = _("This exchange is over, so nothing of it can be changed. You can still look back on it together.")


class AlreadyCancelled(PlacementError):
    """Asked of one that did not take place."""

    message = _("This exchange does not take place, so nothing of it can be changed.")


# Of each state, why something is not done to an exchange that stands there.
REFUSED_MOVE: dict[PlacementState, type[PlacementError]] = {
    PlacementState.PLANNING: StillPlanning,
    PlacementState.AGREED: AlreadyAgreed,
    PlacementState.RUNNING: AlreadyRunning,
    PlacementState.DONE: AlreadyDone,
    PlacementState.CANCELLED: AlreadyCancelled,
}


class TooLateToCancel(PlacementError):
    """More than two weeks after the last day."""

    message = _("This could be said until two weeks after the last day. Did it not take place? Write to us.")


class RecordedTooEarly(PlacementError):
    """Something that has not happened yet is no earlier exchange."""

    message = _("This day has not passed yet. A new exchange begins with a place or a wish.")


class NotYours(PlacementError):
    """Only guest and host act."""

    message = _("Only the guest and the host of this exchange do this. Reload the page and look who they are now.")


class AgreementChanged(PlacementError):
    """Someone was first."""

    message = _("The agreement changed while you were busy. Nothing is lost: look at what stands there now.")


class NothingToConfirm(PlacementError):
    """There is no version that waits."""

    message = _("There is no agreement that waits for you. Look at the page of the exchange.")


class NothingToTakeBack(PlacementError):
    """It holds already, or there is none."""

    message = _("This agreement holds already. Make a change if something has to be different.")


class NotConfirmedByBoth(PlacementError):
    """Managers read what both agreed."""

    message = _("First both of you confirm the agreement. Then you ask your managers.")


class ConsentSettled(PlacementError):
    """The manager of this side answered already."""

    message = _("Your manager has answered already. Reload the page to see the answer.")


class NoOpenQuestion(PlacementError):
    """Nobody was asked, or the question is withdrawn."""

    message = _("There is no open question to your manager. Reload the page and look.")


class QuestionGone(PlacementError):
    """For the manager: the agreement is being changed, or it is off."""

    message = _(
        "This agreement is no longer the one that waits for your answer. You need not do anything. "
        "If your answer is needed again, you get a new mail."
    )


class OneOfTheTwo(PlacementError):
    """The address of guest or host as that of a manager."""

    message = _("This is the address of one of you two. Do you decide on your own working time? Then choose that.")


class AskedTooOften(PlacementError):
    """More questions to managers than anyone needs."""

    message = _("You asked this very often today. Try again tomorrow, or write to us.")


class DaysPassed(PlacementError):
    """A day of what waits began before it could hold."""

    message = _("A day of this agreement has passed already. Choose other days first.")


class NoDays(PlacementError):
    """An agreement without a day to come."""

    message = _("Choose at least one day that still has to come, and ten at most.")
