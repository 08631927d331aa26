"""A found date in words, and what is different about it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.followed_calendars.actions.reading import values_of
from events.followed_calendars.models import FoundEvent

_LABELS = (
    ("title", gettext_lazy("Title")),
    ("when", gettext_lazy("When")),
    ("place", gettext_lazy("Place")),
    ("text", gettext_lazy("Text")),
    ("url", gettext_lazy("Address")),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different: as it was when it came into the agenda, and as the calendar says now."""

    label: str
    before: str
    after: str


def when_of(values: Mapping[str, object]) -> str:
    """Say when a date is, from `values_of`."""
    starts, ends = (timezone.localtime(datetime.fromisoformat(str(values[name]))) for name in ("starts_at", "ends_at"))
    if values["is_all_day"]:
        last = ends - timedelta(minutes=1)
        first_day, last_day = date_format(starts, "l j F Y"), date_format(last, "l j F Y")
        return (
            first_day if first_day == last_day else _("%(first)s to %(last)s") % {"first": first_day, "last": last_day}
        )
    if starts.date() == ends.date():
        return f"{date_format(starts, 'l j F Y, H.i')}–{date_format(ends, 'H.i')}"
    return f"{date_format(starts, 'l j F Y, H.i')} – {date_format(ends, 'l j F Y, H.i')}"


def when_words(event: FoundEvent) -> str:
    """Say when a found date is."""
    return when_of(values_of(event))


def differences(event: FoundEvent) -> Sequence[Difference]:
    """Give what its calendar says differently since it was approved or last taken over, in the order of the page."""
    if not event.accepted:
        return []
    before, after = (dict(values) | {"when": when_of(values)} for values in (event.accepted, values_of(event)))
    return [
        Difference(str(label), str(before[name]), str(after[name]))
        for name, label in _LABELS
        if before[name] != after[name]
    ]
