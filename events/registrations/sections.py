"""The coming dates of someone, on /mijn/."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import itemgetter

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.calendars.coming import coming_dates
from events.meetups.states import OccurrenceState
from events.registrations.mails import place_in_words, when_in_words
from events.registrations.models import Registration
from events.registrations.states import RegistrationState
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.glances import Asked, with_anything

# Read some more: the dates of a series that someone waits for make one line.
READ, SHOWN = 80, 20
_SCHOOLS = ("institution", "meetup__institution")
_DATE = (
    "state",
    "starts_at",
    "ends_at",
    "place",
    "address",
    "city",
    "meetup__page__title",
    *(f"{school}__{name}" for school in _SCHOOLS for name in ("name", "label")),
)
_COLUMNS = ("key", "state", "mode", "series_booking__key", *(f"occurrence__{name}" for name in _DATE))


class ComingDates:
    """What one signed up for and isn't over, the first one first."""

    title = gettext_lazy("My coming dates")
    template = "events/registrations/coming_dates.html"

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give what this member signed up for, and the days that other subjects know of."""
        return [_coming(asked), *(rows for source in coming_dates for rows in source.glance(asked))]

    def context(self, member: Member, viewer: Viewer, *, at: datetime) -> Mapping[str, object] | None:
        """Give them in one query, and those of other subjects; None for who has none.

        Who waits for a series reads one line, not one per date.
        """
        rows = _coming(Asked.of(member, at)).select_related(
            "occurrence__meetup__page", "series_booking", *(f"occurrence__{school}" for school in _SCHOOLS)
        )
        rows = rows.only(*_COLUMNS)
        found = list(rows.order_by("occurrence__starts_at", "pk")[:READ])
        together = Counter(row.series_booking_id for row in found if _waits_for_series(row))
        seen: set[int | None] = set()
        dates: list[tuple[datetime, Mapping[str, str]]] = []
        for row in found:
            more = 0
            if _waits_for_series(row):
                if row.series_booking_id in seen:
                    continue
                seen.add(row.series_booking_id)
                more = together[row.series_booking_id] - 1
            dates.append((row.occurrence.starts_at, _line(row, more=more)))
        # Most people have no days besides meetups, and that is asked in a query that is written once.
        for source in with_anything(list(coming_dates), Asked.of(member, at)):
            for date in source.coming(member.key, at=at):
                line = {"title": date.title, "url": date.url, "when": date.when, "place": date.place}
                dates.append((date.starts_at, {**line, "state": date.state}))
        dates.sort(key=itemgetter(0))
        return {"dates": [line for _starts_at, line in dates[:SHOWN]]} if dates else None


def _coming(asked: Asked) -> QuerySet:
    return Registration.objects.active().filter(member=asked.member_id, occurrence__ends_at__gt=asked.at)


def _line(row: Registration, *, more: int) -> dict[str, str]:
    words = ngettext("and %(n)d more date", "and %(n)d more dates", more) % {"n": more} if more else ""
    return {
        "title": row.occurrence.meetup.page.title,
        "url": _url(row),
        "when": " ".join(filter(None, (when_in_words(row.occurrence), words))),
        "place": place_in_words(row.occurrence, row.mode),
        "state": _state(row),
    }


def _waits_for_series(row: Registration) -> bool:
    return row.series_booking is not None and row.state != RegistrationState.CONFIRMED


def _url(row: Registration) -> str:
    """Who waits for a series, waits for all dates together; who comes has a page per date."""
    if row.series_booking is not None and _waits_for_series(row):
        return reverse("registrations:booking", args=[row.series_booking.key])
    return reverse("registrations:mine", args=[row.key])


def _state(row: Registration) -> str:
    if row.occurrence.state == OccurrenceState.CANCELLED:
        return _("does not go on")
    return row.get_state_display()


COMING_DATES = ComingDates()
