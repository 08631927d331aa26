"""Reasons in words, as readers see them: "zelfde thema: toetsing · 25 km · jullie kunnen allebei in maart"."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.matching.rules import WHOLE_WEEK, Ground, Reason, Span

BETWEEN = " · "
# Shorter common times are told in weeks, longer ones in months.
IN_WEEKS = timedelta(days=20)
NAMED_MONTHS = 3


def reasons_in_words(
    reasons: Iterable[Reason], *, themes: Mapping[int, str], systems: Mapping[int, str], is_to_pair: bool
) -> str:
    """Say what speaks for a pair, in one line.

    Parameters:
        reasons: In reading order.
        themes, systems: Names by primary key.
        is_to_pair: Whether one of the two reads it, or a third person.
    """
    return BETWEEN.join(_say(reason, themes, systems, is_to_pair) for reason in reasons)


def _say(reason: Reason, themes: Mapping[int, str], systems: Mapping[int, str], is_to_pair: bool) -> str:
    if reason.ground is Ground.THEMES:
        return _named(reason, themes, ngettext("same theme: %(names)s", "same themes: %(names)s", len(reason.shared)))
    if reason.ground is Ground.SYSTEMS:
        words = ngettext("same system: %(names)s", "same systems: %(names)s", len(reason.shared))
        return _named(reason, systems, words)
    if reason.ground is Ground.DISTANCE:
        return _("inside one school") if reason.kilometres is None else _("%(n)d km") % {"n": reason.kilometres}
    if reason.ground is Ground.PERIOD:
        words = _("both of you can %(when)s") if is_to_pair else _("both can %(when)s")
        return words % {"when": _when(reason.span)}
    if reason.ground is Ground.WEEKDAYS:
        return _weekdays(reason.shared)
    return _half_days(*reason.half_days)


def _named(reason: Reason, names: Mapping[int, str], words: str) -> str:
    return words % {"names": _joined(sorted(names.get(pk, "") for pk in reason.shared))}


def _joined(names: list[str]) -> str:
    return get_text_list(names, _("and"))


def _when(span: Span | None) -> str:
    if span is None:
        return _("all year round")
    if span.last is None:
        return _("from %(month)s on") % {"month": _month(span.first)}
    if span.last - span.first < IN_WEEKS:
        return _weeks(span.first, span.last)
    months = _months(span.first, span.last)
    if len(months) <= NAMED_MONTHS:
        return _("in %(months)s") % {"months": _joined([_month(month) for month in months])}
    # Over the turn of a year "from March to March" could be any length.
    shape = "F Y" if span.first.year != span.last.year else "F"
    return _("from %(first)s to %(last)s") % {"first": _month(months[0], shape), "last": _month(months[-1], shape)}


def _month(day: date, shape: str = "F") -> str:
    return date_format(day, shape)


def _months(first: date, last: date) -> list[date]:
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _weeks(first: date, last: date) -> str:
    monday = first - timedelta(days=first.weekday())
    weeks = [(monday + timedelta(weeks=n)).isocalendar().week for n in range((last - monday).days // 7 + 1)]
    words = ngettext("in week %(numbers)s", "in weeks %(numbers)s", len(weeks))
    return words % {"numbers": _joined([str(week) for week in weeks])}


def _weekdays(shared: frozenset[int]) -> str:
    if shared == WHOLE_WEEK:
        return _("any day suits")
    return _("on %(days)s") % {"days": _joined([str(WEEKDAYS[day]) for day in sorted(shared)])}


def _half_days(of_offer: int, of_wish: int) -> str:
    if of_offer == of_wish:
        return ngettext("both %(n)d half-day", "both %(n)d half-days", of_offer) % {"n": of_offer}
    return _("nearly as long: %(offer)d and %(wish)d half-days") % {"offer": of_offer, "wish": of_wish}
