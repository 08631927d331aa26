"""Why something in a fixed group can't be done; one class per reason (STYLE 2.7)."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError


class CohortsError(EventsError):
    """The base of every refusal about fixed groups."""


class StepRefused(CohortsError):
    """Someone was first, or the state doesn't allow this step."""

    message = _("This can't be done any more: something changed in the meantime. Reload the page and look.")


class NotAFixedGroup(CohortsError):
    """People can sign up for this meetup by themselves."""

    message = _("Everyone can sign up for this meetup. Choose “a fixed group” in the settings first.")


class GroupTooLarge(CohortsError):
    """More people than the organisers want."""

    message = _("That are more people than this group can have. Choose fewer, or raise the largest size.")


class SizeUpsideDown(CohortsError):
    """The smallest size is above the largest."""

    message = _("The smallest size is above the largest. Check both numbers.")


class NoDates(CohortsError):
    """Nobody can be asked for dates that nobody knows."""

    message = _("No coming date is announced yet. Announce the dates first, so that people know what they say yes to.")


class MembersOnly(CohortsError):
    """Someone without a school, or who left."""

    message = _("Only members of a school can be in a group. Search again.")


class ReasonMissing(CohortsError):
    """Taken out, or hidden, without a word of why."""

    message = _("Say why. The one it is about reads this.")


class PairsUnfit(CohortsError):
    """Someone alone, or too many together."""

    message = _("Buddies are two people; with an odd number there is one group of three. Nobody is alone in a pair.")


class RolesInvalid(CohortsError):
    """Too many roles, or one twice."""

    message = _("Type up to eight different roles, each on its own line.")


class RoleUnknown(CohortsError):
    """The role or the person went meanwhile."""

    message = _("A role or a person changed in the meantime. Reload the page and choose again.")


class NotInGroup(CohortsError):
    """The one who writes isn't inside."""

    message = _("Only who takes part can write here.")


class GroupFinished(CohortsError):
    """The group is closed."""

    message = _("This group is finished, so nothing can be added. What stands here you can still read.")


class TooManyNotes(CohortsError):
    """More in an hour than a group needs."""

    message = _("You did this often in the past hour. Your text is still here: send it again in an hour.")


class NoteGone(CohortsError):
    """The note is hidden or removed."""

    message = _("This note is not there any more. Reload the page to see what is.")


class NotYourNote(CohortsError):
    """Someone else wrote it."""

    message = _("Someone else wrote this note. If something is wrong with it, you can report it.")


class OwnNote(CohortsError):
    """Nobody reports or judges what they wrote themselves."""

    message = _("You wrote this note yourself. You can remove it.")


class LeadersOnly(CohortsError):
    """Only conversation leaders decide on reports."""

    message = _("Only conversation leaders can do this. Report the note, then one of them looks at it.")


class NotAnOrganiser(CohortsError):
    """Only the organisers hide a note."""

    message = _("Only the organisers of this group can do this.")


class NobodyAgreed(CohortsError):
    """A joint story without an author."""

    message = _("Nobody said yes to the joint story yet, so it has no author. Close the group without a story.")
