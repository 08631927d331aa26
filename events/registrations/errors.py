"""Why a sign-up, or a step of one, can't be done; one class per reason (STYLE 2.7)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.errors import EventsError
from events.registrations.rules import Refusal


class RegistrationsError(EventsError):
    """The base of every refusal about registrations."""


class StepRefused(RegistrationsError):
    """Someone was first, or the state doesn't allow this step."""

    message = _("This can't be done any more: something changed in the meantime. Reload the page and look.")


class NotPlanned(RegistrationsError):
    """The date was cancelled, or isn't announced."""

    message = _("This date does not go on, so nobody can get a seat there.")


class Started(RegistrationsError):
    """It began."""

    message = _("This meetup has started, so signing up and changing are over.")


class NoRegistration(RegistrationsError):
    """One just comes."""

    message = _("You don't have to sign up for this. Just come.")


class WholeSeries(RegistrationsError):
    """One date of a meetup that is booked as a whole."""

    message = _("You sign up for all dates of this meetup together, not for one of them.")


class PerDate(RegistrationsError):
    """All dates of a meetup of which each is booked apart."""

    message = _("You sign up for each date of this meetup apart. Choose a date.")


class SeatFirst(RegistrationsError):
    """Leaving one date without having a seat at the others."""

    message = _(
        "You can leave out one date once you have a seat in the series. Until then you wait for all dates together."
    )


class SeriesDoesNotFit(RegistrationsError):
    """A date joins a series that has more people than the date has seats."""

    message = _(
        "Not everyone who booked the series fits on %(day)s. Give this date enough seats, on site and online alike, "
        "and then announce it."
    )

    def __init__(self, day: date) -> None:
        super().__init__()
        self.message = self.message % {"day": date_format(day, "j F Y")}


class ByInvitation(RegistrationsError):
    """A fixed group."""

    message = _("This is a fixed group, put together by the organisers. Write to them if you want to join.")


class NotOpenYet(RegistrationsError):
    """Too early."""

    message = _("Registration is not open yet. The page of the meetup says when it opens.")


class Closed(RegistrationsError):
    """Too late."""

    message = _("Registration is closed. Write to the organisers if you still want to come.")


class AccountNeeded(RegistrationsError):
    """Guests can't sign up for this."""

    message = _("You need an account to sign up for this meetup. Making one takes two minutes.")


class MembersOnly(RegistrationsError):
    """Prospects can't sign up for this."""

    message = _("This meetup is for members. Add your school address to your account to become one.")


class ModeNotOffered(RegistrationsError):
    """On site or online isn't there."""

    message = _("You can't take part in this way. Choose another one.")


class UnknownGroup(RegistrationsError):
    """The group went meanwhile."""

    message = _("This group is no longer there. Choose another one.")


class GroupNeeded(RegistrationsError):
    """All seats are kept for groups."""

    message = _("All seats are kept for groups. Choose the group you belong to.")


class WaitlistFull(RegistrationsError):
    """No seat and no place in line."""

    message = _("All seats are taken and the waitlist is full too. Look in the agenda for another date.")


class NoSeatLeft(RegistrationsError):
    """No seat, and this meetup keeps no line."""

    message = _("All seats are taken, and there is no waitlist. Look in the agenda for another date.")


class NoSeatThere(RegistrationsError):
    """The other mode is full; who has a seat keeps it."""

    message = _("There is no free seat for that way of taking part. You keep the seat you have.")


class DateFull(RegistrationsError):
    """A date that was left out has no seat any more."""

    message = _("Your seat at this date went to someone else. Ask the organisers whether you can still come.")


class OfferOver(RegistrationsError):
    """The deadline of an offer passed."""

    message = _("The time to confirm this seat is over, so it went to the next in line. You can sign up again.")


class SessionUnknown(RegistrationsError):
    """A session that isn't of this date or isn't chosen."""

    message = _("One of these sessions can't be chosen any more. Choose again.")


class SessionsClash(RegistrationsError):
    """Two at the same time."""

    message = _("Two of these sessions are at the same time. Choose one of them.")


class SessionFull(RegistrationsError):
    """No seat in a session."""

    message = _("One of these sessions is full. Choose another one.")


class PairsNotAllowed(RegistrationsError):
    """Not a meetup for pairs."""

    message = _("You can't sign up in pairs for this meetup. Your colleague can sign up apart.")


class PartnerIsYou(RegistrationsError):
    """One's own address as the partner's."""

    message = _("This is your own address. Type the address of the colleague you come with.")


class PartnerHasPlace(RegistrationsError):
    """The partner is in already, or one's own row is."""

    message = _("One of you has signed up for this date already. Sign up apart, or withdraw that first.")


class ReasonMissing(RegistrationsError):
    """A removal or an exception without a word of why."""

    message = _("Say why. It is kept with the registration.")


class TooManyTries(RegistrationsError):
    """Someone fills in the form too often."""

    message = _("You signed up very often in a short time. Wait an hour and try again.")


class AnswerMissing(RegistrationsError):
    """A question that must be answered."""

    message = _("Answer every question that must be answered.")


class QuestionAnswered(RegistrationsError):
    """People answered it."""

    message = _("People answered this question already. You can change its words, not take it away.")


class ChoicesMissing(RegistrationsError):
    """A list without answers to choose from."""

    message = _("A question with a list needs at least two answers to choose from, each on its own line.")


REFUSED: dict[Refusal, type[RegistrationsError]] = {
    Refusal.NOT_PLANNED: NotPlanned,
    Refusal.STARTED: Started,
    Refusal.NO_REGISTRATION: NoRegistration,
    Refusal.WHOLE_SERIES: WholeSeries,
    Refusal.PER_DATE: PerDate,
    Refusal.BY_INVITATION: ByInvitation,
    Refusal.NOT_OPEN_YET: NotOpenYet,
    Refusal.CLOSED: Closed,
    Refusal.ACCOUNT_NEEDED: AccountNeeded,
    Refusal.MEMBERS_ONLY: MembersOnly,
    Refusal.MODE_NOT_OFFERED: ModeNotOffered,
    Refusal.UNKNOWN_GROUP: UnknownGroup,
    Refusal.GROUP_NEEDED: GroupNeeded,
}
