"""Durations in words."""

from datetime import timedelta

from django.utils.translation import ngettext

from portal.shared.health.rules import in_words


def duration_in_words(duration: timedelta) -> str:
    """Give "7 minutes", "3 hours" or "2 days", in the language at hand."""
    number, unit = in_words(duration)
    texts = {
        "minutes": ngettext("%(number)s minute", "%(number)s minutes", number),
        "hours": ngettext("%(number)s hour", "%(number)s hours", number),
        "days": ngettext("%(number)s day", "%(number)s days", number),
    }
    return texts[unit] % {"number": number}
