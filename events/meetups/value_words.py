"""What a change does to a date, value by value, in the words of the form it was typed in."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.meetups.plans import OccurrencePlan


@dataclass(frozen=True)
class ValueLine:
    """One value of a date: its name, how it was and how it becomes."""

    label: str
    was: str
    now: str


def value_lines(before: OccurrencePlan, after: OccurrencePlan) -> list[ValueLine]:
    """Give a line for each value that differs, in the order of the form; none when all is the same."""
    lines = [
        ValueLine(_("When"), _moments(before), _moments(after)),
        ValueLine(_("On site"), _yes_no(before.has_on_site), _yes_no(after.has_on_site)),
        ValueLine(_("Building and room"), _text(before.place), _text(after.place)),
        ValueLine(_("Address"), _text(before.address), _text(after.address)),
        ValueLine(_("Town"), _text(before.city), _text(after.city)),
        ValueLine(_("At which school?"), _text(before.institution), _text(after.institution)),
        ValueLine(_("Seats on site"), _seats(before.seats_on_site), _seats(after.seats_on_site)),
        ValueLine(_("Online"), _yes_no(before.has_online), _yes_no(after.has_online)),
        ValueLine(_("Address to take part online"), _text(before.online_url), _text(after.online_url)),
        ValueLine(_("Seats online"), _seats(before.seats_online), _seats(after.seats_online)),
    ]
    return [line for line in lines if line.was != line.now]


def _moments(plan: OccurrencePlan) -> str:
    starts, ends = timezone.localtime(plan.starts_at), timezone.localtime(plan.ends_at)
    last = _clock(ends) if starts.date() == ends.date() else f"{_day(ends)} {_clock(ends)}"
    return _("%(day)s, %(start)s to %(end)s") % {"day": _day(starts), "start": _clock(starts), "end": last}


def _day(moment: datetime) -> str:
    return date_format(moment, "l j F Y")


def _clock(moment: datetime) -> str:
    return date_format(moment, "H.i")


def _yes_no(value: bool) -> str:
    return _("yes") if value else _("no")


def _text(value: object) -> str:
    return str(value) if value else _("nothing")


def _seats(value: int | None) -> str:
    return _("no limit") if value is None else str(value)
