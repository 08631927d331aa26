"""What grows, in /beheer/ for the programme team: per month, per school, and the rows behind each figure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

import django_filters
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn

from home.editing.exchange_reports import PeriodFilterSet, ProgrammeReport
from home.growth.drawing import growth_bars
from home.growth.reads import LABELS, MEASURES, SHORT, Schools, Thing, everything, reach, schools_of_today
from home.growth.rules import MonthCount, growth, last_day_of, months_shown, shown_people
from network.members.viewers import viewer_of

NAMES = tuple(LABELS)


class GrowthPeriod(PeriodFilterSet):
    """The days of the report."""

    period = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Period"), widget=DateRangePickerWidget, method="keep"
    )


class GrowthRowsFilterSet(GrowthPeriod):
    """What, and when."""

    measure = django_filters.ChoiceFilter(
        label=gettext_lazy("What"),
        choices=tuple(LABELS.items()),
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
        method="keep",
    )


def _rows_url(name: str, since: date | None, until: date | None) -> str:
    asked = {"measure": name, "period_from": since, "period_to": until}
    return f"{reverse(GrowthRowsReport.index_url_name)}?{urlencode({key: day for key, day in asked.items() if day})}"


class DayColumn(Column):
    """A day in figures; nothing when it isn't known."""

    cell_template_name = "home/growth/day_cell.html"


class _Growth(ProgrammeReport):
    """Reads everything once per page."""

    header_icon = "table"
    filterset_class = GrowthPeriod

    @cached_property
    def schools(self) -> Schools:
        return schools_of_today()

    @cached_property
    def things(self) -> dict[str, list[Thing]]:
        return everything(viewer_of(self.request), self.schools, at=timezone.now())

    def in_period(self, things: list[Thing]) -> list[Thing]:
        """Keep what happened in the period asked for."""
        period = self.period()
        since, until = period.since or date.min, period.until or date.max
        return [thing for thing in things if since <= thing.happened_on <= until]


@dataclass(frozen=True)
class MonthRow:
    """One month: what came, and what there is, by measure."""

    month: date
    counts: Mapping[str, MonthCount]

    @property
    def name(self) -> str:
        """The month in words."""
        return date_format(self.month, "F Y")


class NewColumn(Column):
    """What came in a month, with a link to its rows, and what there is at its end."""

    cell_template_name = "home/growth/count_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        count = instance.counts[self.name]
        url = _rows_url(self.name, count.month, last_day_of(count.month)) if count.new else ""
        return super().get_cell_context_data(instance, parent_context) | {"count": count, "url": url}


@dataclass(frozen=True)
class Chart:
    """The drawing of one measure."""

    label: str
    drawing: SafeString
    url: str


class GrowthReport(_Growth):
    """Per month what came, and what there is: bridges, evidence, exchanges, meetups, texts, schools reached."""

    page_title = gettext_lazy("What grows")
    index_url_name = "growth_report"
    index_results_url_name = "growth_report_results"
    results_template_name = "home/growth/results.html"
    export_filename = "wat-groeit"
    columns = [Column("name", label=gettext_lazy("Month")), *(NewColumn(name, label=SHORT[name]) for name in NAMES)]
    list_export = ["month", *(f"counts.{name}.{part}" for name in NAMES for part in ("new", "total"))]
    paginate_by = None

    def get_heading(self, queryset, field):
        if field == "month":
            return str(_("Month"))
        _counts, name, part = field.split(".")
        words = _("%(what)s, new") if part == "new" else _("%(what)s, in all")
        return words % {"what": LABELS[name]}

    @cached_property
    def months(self) -> list[date]:
        """The months of the table, the earliest first."""
        period = self.period()
        return months_shown(since=period.since, until=period.until, today=timezone.localdate())

    @cached_property
    def lines(self) -> dict[str, list[MonthCount]]:
        """The counts per month, by measure."""
        return {name: growth((thing.happened_on for thing in self.things[name]), self.months) for name in NAMES}

    def rows(self):
        found = [
            MonthRow(month, {name: self.lines[name][place] for name in NAMES})
            for place, month in enumerate(self.months)
        ]
        return found[::-1]

    def get_context_data(self, **kwargs):
        """Add a drawing per measure."""
        period = self.period()
        charts = [
            Chart(
                label=str(LABELS[name]),
                # Built from numbers and escaped words.
                drawing=mark_safe(growth_bars(self.lines[name], title=str(LABELS[name]))),
                url=_rows_url(name, period.since, period.until),
            )
            for name in NAMES
        ]
        return super().get_context_data(**kwargs) | {"charts": charts}


@dataclass(frozen=True)
class ThingRow:
    """One thing as it is read."""

    happened_on: date | None
    measure: str
    title: str
    schools: str
    url: str


class GrowthRowsReport(_Growth):
    """Every thing that the figures count, the newest first."""

    page_title = gettext_lazy("What grows, row by row")
    index_url_name = "growth_rows_report"
    index_results_url_name = "growth_rows_report_results"
    export_filename = "wat-groeit-regels"
    filterset_class = GrowthRowsFilterSet
    columns = [
        DayColumn("happened_on", label=gettext_lazy("Day")),
        Column("measure", label=gettext_lazy("What")),
        TitleColumn("title", label=gettext_lazy("Title"), get_url=lambda row: row.url or None, width="40%"),
        Column("schools", label=gettext_lazy("Schools")),
    ]
    list_export = [column.name for column in columns]
    export_headings = {column.name: column.label for column in columns}

    def rows(self):
        asked = self.filters.form.cleaned_data.get("measure") if self.filters.is_valid() else None
        # A school that is reached is no thing more: only who asks for it gets it.
        names = [asked] if asked else [measure.name for measure in MEASURES]
        found = [(thing, name) for name in names for thing in self.in_period(self.things[name])]
        found.sort(key=lambda pair: -pair[0].happened_on.toordinal())
        return [self._row(thing, name) for thing, name in found]

    def _row(self, thing: Thing, name: str) -> ThingRow:
        return ThingRow(
            # What has no day counts from the beginning.
            happened_on=None if thing.happened_on == date.min else thing.happened_on,
            measure=str(LABELS[name]),
            title=thing.title,
            schools=", ".join(str(self.schools[pk]) for pk in thing.school_ids if pk in self.schools),
            url=thing.url,
        )


@dataclass(frozen=True)
class ReachRow:
    """One school as it is read; few people are not told (DECISIONS 22)."""

    school: str
    url: str
    people: str
    bruggen: int
    uitwisselingen: int
    bijeenkomsten: int
    teksten: int
    first_on: date | None
    last_on: date | None


class GrowthSchoolsReport(_Growth):
    """Per school what reached it in a period, the schools without anything included."""

    page_title = gettext_lazy("Reach per school")
    index_url_name = "growth_schools_report"
    index_results_url_name = "growth_schools_report_results"
    export_filename = "bereik-per-school"
    columns = [
        TitleColumn("school", label=gettext_lazy("School"), get_url=lambda row: row.url, width="30%"),
        Column("people", label=gettext_lazy("People now")),
        *(Column(name, label=SHORT[name]) for name in ("bruggen", "uitwisselingen", "bijeenkomsten", "teksten")),
        DayColumn("first_on", label=gettext_lazy("First")),
        DayColumn("last_on", label=gettext_lazy("Last")),
    ]
    list_export = [column.name for column in columns]
    export_headings = {column.name: column.label for column in columns}

    def rows(self):
        things = {name: self.in_period(found) for name, found in self.things.items()}
        return [
            ReachRow(
                school=str(found.school),
                url=found.school.get_absolute_url(),
                people=_people(found.people),
                **{name: found.counts[name] for name in ("bruggen", "uitwisselingen", "bijeenkomsten", "teksten")},
                first_on=None if found.first_on == date.min else found.first_on,
                last_on=None if found.last_on == date.min else found.last_on,
            )
            for found in reach(things, self.schools, today=timezone.localdate())
        ]


def _people(number: int) -> str:
    shown = shown_people(number)
    return _("fewer than 5") if shown is None else str(shown)


GROWTH_REPORTS = (
    (GrowthReport, "wat-groeit"),
    (GrowthRowsReport, "wat-groeit-regels"),
    (GrowthSchoolsReport, "bereik-per-school"),
)


def growth_menu_items(request) -> list[MenuItem]:
    """Give the entries of the menu "Reports" for the programme team; none for anyone else."""
    if not viewer_of(request).is_programme_team:
        return []
    return [
        MenuItem(view.page_title, reverse(view.index_url_name), name=slug, icon_name=view.header_icon, order=place)
        for place, (view, slug) in enumerate(GROWTH_REPORTS, start=15)
    ]
