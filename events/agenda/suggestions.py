"""Dates a member could come to, for the first five minutes."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from events.agenda.items import shown_date, with_dates
from events.agenda.reads import coming_meetups
from events.agenda.words import place_words
from events.meetups.models import Meetup
from network.models import Institution, Theme
from portal.shared.audiences.rules import Viewer
from portal.shared.registries.crossings import DateSuggestion

SHOWN = 3
LOOKED_AT = 30


class MeetupDates:
    """The next meetups with room, those on the member's themes and at their school first."""

    def coming(self, member_key: str, viewer: Viewer, *, at: datetime) -> Iterable[DateSuggestion]:
        """Give at most three, the best one first, each with the reason."""
        rows = coming_meetups(viewer, at=at).filter(room="vrij").order_by("next_at", "pk")
        found = with_dates(rows[:LOOKED_AT])
        themes = set(Theme.objects.filter(members__key=member_key).values_list("pk", flat=True))
        provinces = set(Institution.objects.filter(pk__in=viewer.institution_ids).values_list("province", flat=True))
        on_theme = set(
            Meetup.objects.filter(pk__in=[row.pk for row in found], page__themes__in=themes).values_list(
                "pk", flat=True
            )
        )
        scored = [(self._score(row, on_theme, provinces), position, row) for position, row in enumerate(found)]
        scored.sort(key=lambda entry: (-entry[0], entry[1]))
        return [
            self._suggestion(row, row.pk in on_theme, provinces, at=at) for _score, _position, row in scored[:SHOWN]
        ]

    @staticmethod
    def _score(row: Meetup, on_theme: set[int], provinces: set[str]) -> int:
        is_near = row.institution is not None and row.institution.province in provinces
        return 2 * (row.pk in on_theme) + is_near

    @staticmethod
    def _suggestion(row: Meetup, is_on_theme: bool, provinces: set[str], *, at: datetime) -> DateSuggestion:
        date = shown_date(row, at=at)
        if is_on_theme:
            reason = _("It is about one of your themes.")
        elif row.institution is not None and row.institution.province in provinces:
            reason = _("It is in your province.")
        else:
            reason = _("It is the next one with a free seat.")
        return DateSuggestion(
            title=row.page.title,
            url=row.page.url or "",
            starts_at=timezone.localtime(date.starts_at),
            place=place_words(row, date),
            reason=reason,
        )


MEETUP_DATES = MeetupDates()
