"""A series as a proposal carries it: found in days, written in a hidden field, read back, said in words."""

import re
from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.meetups.errors import NoDates, TooManyDates
from events.meetups.rules import MOST_DATES
from events.meetups.series import Frequency, SeriesRule, days_of

MOST_INTERVAL = 12
_WRITTEN = re.compile(r"(weekly|monthly)\.([1-9]|1[0-2])\.(20[0-9]{2}-[01][0-9]-[0-3][0-9])")


def rule_of(days: Sequence[date]) -> SeriesRule | None:
    """Give the rule that gives exactly these days; None when a meetup has no such rule.

    Parameters:
        days: In order, the first one first.
    """
    if not 1 < len(days) <= MOST_DATES:
        return None
    first, second = days[0], days[1]
    weeks, rest = divmod((second - first).days, 7)
    months = (second.year - first.year) * 12 + second.month - first.month
    candidates = [(Frequency.WEEKLY, weeks if not rest else 0), (Frequency.MONTHLY, months)]
    for frequency, interval in candidates:
        if not 1 <= interval <= MOST_INTERVAL:
            continue
        rule = SeriesRule(frequency=frequency, interval=interval, until=days[-1])
        try:
            if days_of(rule, first) == list(days):
                return rule
        except (NoDates, TooManyDates):
            continue
    return None


def write_rule(rule: SeriesRule) -> str:
    """Give a rule from `rule_of` as one word, for a hidden field."""
    return f"{rule.frequency.value}.{rule.interval}.{rule.until}"


def read_rule(text: str) -> SeriesRule | None:
    """Read what `write_rule` wrote; None for anything else."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    try:
        return SeriesRule(frequency=Frequency(found[1]), interval=int(found[2]), until=date.fromisoformat(found[3]))
    except ValueError:
        return None


def rule_words(rule: SeriesRule) -> str:
    """Say how a series comes back: "elke 2 weken, tot en met 1 juni 2027"."""
    if rule.frequency == Frequency.WEEKLY:
        often = ngettext("every week", "every %(n)d weeks", rule.interval)
    else:
        often = ngettext("every month", "every %(n)d months", rule.interval)
    last = date_format(rule.until, "j F Y")
    return _("%(often)s, until %(day)s") % {"often": often % {"n": rule.interval}, "day": last}
