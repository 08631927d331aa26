"""What exchanges add up to, for the programme team alone, each list with a download as CSV or XLSX (PRODUCT).

Editors see none of this (DECISIONS 16), and no line names a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column

from events.applications.states import ApplicationState
from events.exchange_figures.reads import exchanges_in, figures_of, schools_of
from events.exchange_figures.rules import Period, Tally, whole_days
from events.offers.states import Direction, ListingState
from events.placements.models import Placement
from events.placements.states import CancelReason, PlacementState
from network.members.viewers import viewer_of
from portal.shared.exports.reports import RowsReport


class PeriodFilterSet(WagtailFilterSet):
    """The period of a report."""

    period = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Period (first day, or made on)"), widget=DateRangePickerWidget, method="keep"
    )

    class Meta:
        model = Placement
        fields = []

    def keep(self, rows, _name, _value):
        """Leave the rows alone: the report counts what lies in the period itself."""
        return rows


def _choice(name, label) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label,
        choices=Placement._meta.get_field(name).choices,
        field_name=name,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )


class ExchangeFilterSet(PeriodFilterSet):
    """The period, direction, state and school of exchanges."""

    direction = _choice("direction", gettext_lazy("Direction"))
    state = _choice("state", gettext_lazy("State"))
    school = django_filters.CharFilter(label=gettext_lazy("School"), method="keep_school")

    def keep_school(self, rows, _name, value):
        """Keep the exchanges of which a school has these words in its name."""
        return rows.filter(guest_institution__name__icontains=value) | rows.filter(
            host_institution__name__icontains=value
        )


class ProgrammeReport(RowsReport):
    """A report of a period that opens for the programme team only."""

    header_icon = "group"
    filterset_class = PeriodFilterSet

    def dispatch(self, request, *args, **kwargs):
        """Refuse whoever is no part of the programme team, editors and operators included."""
        if not viewer_of(request).is_programme_team:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def period(self) -> Period:
        """Give the period asked for; what can't be read is no bound."""
        asked = self.filters.form.cleaned_data.get("period") if self.filters.is_valid() else None
        return (
            Period(*(timezone.localdate(end) if end else None for end in (asked.start, asked.stop)))
            if asked
            else Period()
        )


@dataclass(frozen=True)
class FigureRow:
    """One line of the figures: what is counted, per direction and in all; days stand as numbers of days."""

    about: str
    name: str
    teacher_to_ict: float | None
    ict_to_teaching: float | None
    coach_to_coach: float | None
    total: float | None


def _row(about: str, name: str, numbers: Mapping[str, float | None], total: float | None) -> FigureRow:
    return FigureRow(
        about=about,
        name=name,
        teacher_to_ict=numbers[Direction.TEACHER_TO_ICT],
        ict_to_teaching=numbers[Direction.ICT_TO_TEACHING],
        coach_to_coach=numbers[Direction.COACH_TO_COACH],
        total=total,
    )


def _line(about: str, name: str, tally: Tally) -> FigureRow:
    return _row(about, name, dict.fromkeys(Direction.values, 0) | dict(tally.by_direction), tally.total)


class ExchangeFiguresReport(ProgrammeReport):
    """Exchanges by state and direction, why they did not take place, how long a match takes, offers and wishes."""

    page_title = gettext_lazy("Exchanges in figures")
    index_url_name = "exchange_figures_report"
    index_results_url_name = "exchange_figures_report_results"
    export_filename = "uitwisselingsstages-cijfers"
    columns = [
        Column("about", label=gettext_lazy("About")),
        Column("name", label=gettext_lazy("What")),
        *(Column(direction.value, label=direction.label) for direction in Direction),
        Column("total", label=gettext_lazy("In all")),
    ]
    list_export = [column.name for column in columns]
    export_headings = {column.name: column.label for column in columns}

    def rows(self):
        found = figures_of(viewer_of(self.request), self.period())
        exchanges, nothing = _("Exchange placements"), Tally()

        def lines(about, choices, tallies):
            return [_line(about, str(each.label), tallies.get(each.value, nothing)) for each in choices]

        return [
            *lines(exchanges, PlacementState, found.exchanges),
            _line(exchanges, _("half-days, of what was agreed"), found.half_days),
            *lines(_("Why it did not take place"), CancelReason, found.cancelled),
            _line(_("From application to agreement"), _("number agreed"), found.agreed),
            _row(_("From application to agreement"), _("days, median"), found.median_days, found.median_days[""]),
            *lines(_("Applications"), ApplicationState, found.applications),
            *lines(_("Places to join"), ListingState, found.offers),
            *lines(_("Wishes to join"), ListingState, found.requests),
        ]


class ExchangeSchoolsReport(ProgrammeReport):
    """Per school: exchanges as guest and as host, half-days and hours, open offers and wishes."""

    page_title = gettext_lazy("Exchanges per school")
    index_url_name = "exchange_schools_report"
    index_results_url_name = "exchange_schools_report_results"
    export_filename = "uitwisselingsstages-per-school"
    columns = [
        Column("school", label=gettext_lazy("School"), width="25%"),
        Column("as_guest", label=gettext_lazy("As guest")),
        Column("as_host", label=gettext_lazy("As host")),
        Column("half_days_as_guest", label=gettext_lazy("Half-days as guest")),
        Column("half_days_as_host", label=gettext_lazy("Half-days as host")),
        Column("hours_as_guest", label=gettext_lazy("Hours as guest")),
        Column("hours_as_host", label=gettext_lazy("Hours as host")),
        Column("cancelled", label=gettext_lazy("Did not take place")),
        Column("offers", label=gettext_lazy("Open places")),
        Column("requests", label=gettext_lazy("Open wishes")),
    ]
    list_export = [column.name for column in columns]
    export_headings = {column.name: column.label for column in columns}

    def rows(self):
        return schools_of(viewer_of(self.request), self.period())


class ExchangeListReport(ProgrammeReport):
    """Every exchange, from which the figures are counted: schools, direction, state, days; nobody is named."""

    page_title = gettext_lazy("All exchanges")
    index_url_name = "exchange_list_report"
    index_results_url_name = "exchange_list_report_results"
    export_filename = "uitwisselingsstages"
    filterset_class = ExchangeFilterSet
    columns = [
        Column("guest_institution", label=gettext_lazy("School of the guest"), width="20%"),
        Column("host_institution", label=gettext_lazy("School of the host"), width="20%"),
        Column("get_direction_display", label=gettext_lazy("Direction")),
        Column("get_state_display", label=gettext_lazy("State")),
        Column("begun_on", label=gettext_lazy("Applied on")),
        Column("agreed_on", label=gettext_lazy("Agreed on")),
        Column("days_to_agree", label=gettext_lazy("Days")),
        Column("first_day_on", label=gettext_lazy("First day")),
        Column("half_days", label=gettext_lazy("Half-days")),
        Column("get_cancel_reason_display", label=gettext_lazy("Why not")),
    ]
    list_export = [column.name for column in columns]
    export_headings = {column.name: column.label for column in columns}

    def rows(self):
        rows = self.filter_queryset(exchanges_in(viewer_of(self.request), self.period()))
        return [_with_days(row) for row in rows]


def _with_days(row: Placement) -> Placement:
    """Add the days on which it was asked and agreed, and how many lie between them."""
    row.begun_on = timezone.localdate(row.begun_at) if row.begun_at else None
    row.agreed_on = timezone.localdate(row.agreed_at) if row.agreed_at else None
    is_known = row.begun_at is not None and row.agreed_at is not None
    row.days_to_agree = whole_days(row.begun_at, row.agreed_at) if is_known else None
    return row


EXCHANGE_REPORTS = (
    (ExchangeFiguresReport, "uitwisselingsstages-cijfers"),
    (ExchangeSchoolsReport, "uitwisselingsstages-per-school"),
    (ExchangeListReport, "uitwisselingsstages"),
)


def exchange_menu_items(request) -> list[MenuItem]:
    """Give the entries of the menu "Reports" for the programme team; none for anyone else."""
    if not viewer_of(request).is_programme_team:
        return []
    return [
        MenuItem(view.page_title, reverse(view.index_url_name), name=slug, icon_name=view.header_icon, order=place)
        for place, (view, slug) in enumerate(EXCHANGE_REPORTS, start=20)
    ]
