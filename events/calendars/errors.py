"""Why a calendar can't be read; one class per reason, each with a sentence for who handed it in."""

from django.utils.translation import gettext_lazy as _

from events.errors import EventsError


class UnreadableCalendar(EventsError):
    """The base of every refusal here."""


class NotACalendar(UnreadableCalendar):
    """Something else than iCalendar, or a broken one."""

    message = _(
        "This is no calendar file, or it is damaged. A calendar file ends in .ics and begins with BEGIN:VCALENDAR."
    )


class CalendarTooLarge(UnreadableCalendar):
    """More bytes than anyone's dates need."""

    message = _("This file is too large. Export only the dates you need, at most 200 kB.")


class TooManyDates(UnreadableCalendar):
    """More events than a page can show."""

    message = _("There are more than 100 dates in this file. Export only the dates you need.")


class NoDates(UnreadableCalendar):
    """A calendar without a date that can be read."""

    message = _("There is no date with a begin and an end in this file.")
