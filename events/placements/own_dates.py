"""The days of someone's exchanges: in their own calendar, and among the coming dates on /mijn/."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from events.applications.states import Side
from events.calendars.coming import ComingDate
from events.calendars.entries import CalendarEntry
from events.calendars.rules import tombstones_since
from events.calendars.sources import PersonalMark
from events.placements.entries import day_entry, title_of
from events.placements.models import AgreementVersion, PlacementDay
from events.placements.reading import moments_in_words
from events.placements.states import DayState
from portal.shared.registries.glances import Asked

logger = logging.getLogger("portal.events.placements")
SHOWN = 20
# What stands in an event besides the day itself.
_MARKED = (
    "uid",
    "sequence",
    "state",
    "placement__direction",
    "placement__guest_id",
    "placement__host_id",
    "placement__guest__given_name",
    "placement__guest__family_name",
    "placement__host__given_name",
    "placement__host__family_name",
    "placement__guest_institution__name",
    "placement__host_institution__name",
)


class ExchangeDays:
    """Every day of which guest and host agreed, and for some time those that were called off."""

    def mark(self, member_key: str, *, since: datetime, at: datetime) -> PersonalMark:
        """Give the mark of these days and of the agreements that say what one brings."""
        rows = self._days(member_key, since=since, at=at)
        rows = rows.annotate(held_at=Max("placement__versions__holds_since"))
        found = list(rows.values_list("changed_at", "held_at", *_MARKED))
        moments = [moment for row in found for moment in row[:2] if moment is not None]
        text = "\n".join("\x1f".join(str(value or "") for value in row) for row in found)
        return PersonalMark(text, max(moments, default=None))

    def entries(self, member_key: str, *, since: datetime, at: datetime) -> Sequence[CalendarEntry]:
        """Give the days in order, in two queries; one that can't be shown is left out and logged."""
        days = list(
            self._days(member_key, since=since, at=at).select_related(
                "placement__guest",
                "placement__host",
                "placement__guest_institution__merged_into",
                "placement__host_institution__merged_into",
            )
        )
        if not days:
            return []
        held = AgreementVersion.objects.filter(
            placement__in={day.placement_id for day in days}, holds_since__isnull=False, withdrawn_at=None
        )
        holding = {version.placement_id: version for version in held.order_by("number")}
        found = (_entry(day, holding.get(day.placement_id), member_key) for day in days)
        return [entry for entry in found if entry is not None]

    def glance(self, asked: Asked) -> Iterable[QuerySet]:
        """Give the days that still have to come."""
        return [_coming(asked.member_key, asked.at)]

    def coming(self, member_key: str, *, at: datetime) -> Sequence[ComingDate]:
        """Give the days that still have to come, in one query."""
        rows = (
            _coming(member_key, at)
            .select_related("placement__host_institution__merged_into")
            .order_by("starts_at", "pk")
        )
        return [
            ComingDate(
                starts_at=row.starts_at,
                title=title_of(row.placement),
                url=row.placement.get_absolute_url(),
                when=moments_in_words(row.starts_at, row.ends_at),
                place=row.place,
                state=_("agreed"),
            )
            for row in rows[:SHOWN]
        ]

    def _days(self, member_key: str, *, since: datetime, at: datetime):
        kept = Q(state=DayState.PLANNED) | Q(changed_at__gte=tombstones_since(at))
        return PlacementDay.objects.filter(_mine(member_key), kept, ends_at__gte=since).order_by("starts_at", "pk")


def _coming(member_key: Any, at: Any) -> QuerySet:
    return PlacementDay.objects.filter(_mine(member_key), state=DayState.PLANNED, ends_at__gt=at)


def _mine(member_key: Any) -> Q:
    return Q(placement__guest__key=member_key) | Q(placement__host__key=member_key)


def _entry(day: PlacementDay, version: AgreementVersion | None, member_key: str) -> CalendarEntry | None:
    guest = day.placement.guest
    side = Side.GUEST if guest is not None and guest.key == member_key else Side.HOST
    try:
        return day_entry(day, day.placement, version, side=side)
    except (ValueError, OverflowError):
        logger.exception("Day %s is left out of a personal feed", day.pk)
        return None


EXCHANGE_DAYS = ExchangeDays()
