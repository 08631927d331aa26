"""Why something with a meetup or a date can't be done; one class per reason (STYLE 2.7)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from events.errors import EventsError


class MeetupsError(EventsError):
    """The base of every refusal about planning."""


class MoveRefused(MeetupsError):
    """Someone was first, or the state doesn't allow this step."""

    message = _("This can't be done any more: something changed in the meantime. Reload the page and look.")


class OccurrenceOver(MeetupsError):
    """The date has passed."""

    message = _("This date is over, so it can't be changed any more.")


class ReasonMissing(MeetupsError):
    """A cancellation without a word of why."""

    message = _("Say why it does not go on. Everyone who signed up reads it.")


class NoOrganiser(MeetupsError):
    """The last organiser would go."""

    message = _("A meetup needs at least one organiser. Choose someone before you leave.")


class SeatsTaken(MeetupsError):
    """Fewer seats than people who are in already."""

    message = _("More people have a seat already than the number you typed. Type a higher number.")


class ModeInUse(MeetupsError):
    """People signed up for a way to take part that would go."""

    message = _("People signed up for this way of taking part. Cancel this date, or write to them first.")


class BookingInUse(MeetupsError):
    """People signed up per date, or for the series; the other way would undo that."""

    message = _(
        "People have signed up for coming dates, so what one signs up for can't change any more. "
        "It can again when nobody is signed up."
    )


class SeatGroupInUse(MeetupsError):
    """People hold a seat of a group that would go."""

    message = _("People signed up for one of these groups. That group has to stay.")


class GroupsTooLarge(MeetupsError):
    """The groups keep more seats than there are."""

    message = _("The groups together keep more seats than a date has. Lower a group, or raise the seats.")


class ClosedWithoutOpening(MeetupsError):
    """The window for signing up ends before it begins."""

    message = _("Registration closes before it opens. Check both moments.")


class EndsBeforeStart(MeetupsError):
    """The end lies before the start."""

    message = _("The end lies before the start. Check both.")


class NoMode(MeetupsError):
    """Neither on site nor online."""

    message = _("Choose on site, online or both.")


class SessionOutside(MeetupsError):
    """A session that isn't within its date."""

    message = _("This session lies outside of the date. Choose a time between its start and its end.")


class SessionInUse(MeetupsError):
    """People chose a session that would go, or its time."""

    message = _("People chose this session. You can change its words and its room, not take it away.")


class NoDates(MeetupsError):
    """A rule that gives no date."""

    message = _("This gives no date at all. Check the days and the end of the series.")


class TooManyDates(MeetupsError):
    """More dates than a series holds."""

    message = _("This gives more dates than a series can hold. Choose an earlier end.")


class NotAnHour(MeetupsError):
    """A wall-clock time that doesn't exist, or comes twice, on that day."""

    message = _(
        "On %(day)s the clock changes, so this time doesn't exist or comes twice. "
        "Choose a time before 2:00 or from 3:00."
    )

    def __init__(self, day: date) -> None:
        super().__init__()
        self.message = self.message % {"day": date_format(day, "j F Y")}


class TooManySessions(MeetupsError):
    """More items than a programme holds."""

    message = _("This programme is full. Take out an item that is no longer needed.")
