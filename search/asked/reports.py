"""What people search for, in figures: a report in /beheer/ with a download as CSV or XLSX."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn

from portal.shared.exports.reports import RowsReport
from portal.shared.retention import kept_for
from search.asked.models import AskedSearch
from search.asked.rules import FEWEST_TIMES, LOW_OPENED, Figures, Span, span_of

RIGHT = "search.change_searchdecision"


class Shown(TextChoices):
    """Which questions the report shows."""

    ALL = "", gettext_lazy("All questions")
    NOTHING = "niets", gettext_lazy("Found nothing")
    SELDOM = "zelden", gettext_lazy("Results seldom opened")


class SearchFilterSet(WagtailFilterSet):
    """The days of the report, and which questions it shows."""

    period = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Period"), widget=DateRangePickerWidget, method="keep"
    )
    shown = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"),
        choices=[choice for choice in Shown.choices if choice[0]],
        empty_label=Shown.ALL.label,
        widget=forms.RadioSelect,
        method="keep",
    )

    class Meta:
        model = AskedSearch
        fields: list[str] = []

    def keep(self, rows, _name, _value):
        """Leave the rows alone: the report counts what lies in the period itself."""
        return rows


@dataclass(frozen=True)
class QuestionRow:
    """One question of the report. `before` is None when that time is not kept any more."""

    text: str
    times: int
    before: int | None
    trend: str
    results: str
    opened: str
    place: str
    figures: Figures

    @property
    def url(self) -> str:
        """Where the results stand."""
        return f"{reverse('search:results')}?{urlencode({'q': self.text})}"


def _percent(value: int | None) -> str:
    return "–" if value is None else f"{value}%"


def _results(least: int, most: int) -> str:
    if not most:
        return _("nothing")
    return str(most) if least == most else f"{least}–{most}"


def _trend(times: int, before: int | None) -> str:
    if before is None:
        return "–"
    if not before:
        return _("new")
    return f"{times - before:+d}" if times != before else "="


class SearchReport(RowsReport):
    """Per question how often it was asked, what it found, and whether a result was opened."""

    page_title = gettext_lazy("What people search for")
    header_icon = "search"
    index_url_name = "search_report"
    index_results_url_name = "search_report_results"
    export_filename = "zoekvragen"
    results_template_name = "search/admin/report_results.html"
    filterset_class = SearchFilterSet
    verbose_name_plural = gettext_lazy("search questions")
    columns = [
        TitleColumn("text", label=gettext_lazy("Search question"), get_url=lambda row: row.url, width="35%"),
        Column("times", label=gettext_lazy("Times")),
        Column("trend", label=gettext_lazy("Against the period before")),
        Column("results", label=gettext_lazy("Results")),
        Column("opened", label=gettext_lazy("A result opened")),
        Column("place", label=gettext_lazy("Place, on average")),
    ]
    list_export = [
        "text",
        "times",
        "before",
        "results",
        "figures.empty",
        "figures.counted",
        "figures.opened",
        "opened",
        "place",
    ]
    export_headings = {
        **{column.name: column.label for column in columns},
        "before": gettext_lazy("Times in the period before"),
        "figures.empty": gettext_lazy("Times without a result"),
        "figures.counted": gettext_lazy("Times with results, counted"),
        "figures.opened": gettext_lazy("Times a result was opened"),
    }

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        """Refuse whoever may not decide about questions."""
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def asked(self) -> tuple[date | None, date | None]:
        """The first and the last day asked for; what can't be read is no bound."""
        period = self.filters.form.cleaned_data.get("period") if self.filters.is_valid() else None
        # Both are in the time zone of the site already; converting the last year would leave the calendar.
        return (period.start and period.start.date(), period.stop and period.stop.date()) if period else (None, None)

    @cached_property
    def span(self) -> Span:
        """The days that are shown."""
        today = timezone.localdate()
        return span_of(*self.asked, today=today, earliest=today - kept_for("searches"))

    @cached_property
    def before(self) -> dict[str, Figures] | None:
        """Figures of the period before, by question; None when part of it is not kept any more."""
        if _start(self.span.before.first) < timezone.now() - kept_for("searches"):
            return None
        return {row["text"]: _figures(row) for row in _asked_in(self.span.before).figures()}

    @cached_property
    def found(self) -> list[dict]:
        """The questions of the period with their figures."""
        return list(_asked_in(self.span).figures())

    def rows(self) -> list[QuestionRow]:
        """Give the questions that are shown, the one asked most often first."""
        shown = self.filters.form.cleaned_data.get("shown") if self.filters.is_valid() else ""
        rows = [self._row(row) for row in self.found]
        if shown == Shown.NOTHING:
            return sorted((row for row in rows if row.figures.empty), key=lambda row: -row.figures.empty)
        return [row for row in rows if shown != Shown.SELDOM or row.figures.is_seldom_opened]

    def _row(self, row: dict) -> QuestionRow:
        figures, before = _figures(row), None
        if self.before is not None:
            before = self.before.get(row["text"], Figures()).times
        return QuestionRow(
            text=row["text"],
            times=figures.times,
            before=before,
            trend=_trend(figures.times, before),
            results=_results(row["least"], row["most"]),
            opened=_percent(figures.opened_percent),
            place=number_format(row["place"], 1) if row["place"] else "–",
            figures=figures,
        )

    def get_context_data(self, **kwargs):
        """Add the sums of the period and of the one before, and what the words mean."""
        total = sum(map(_figures, self.found), Figures())
        before = None if self.before is None else sum(self.before.values(), Figures())
        return super().get_context_data(**kwargs) | {
            "span": self.span,
            "span_before": self.span.before,
            "is_cut": any(day and not self.span.first <= day <= self.span.last for day in self.asked),
            "total": total,
            "before": before,
            "fewest": FEWEST_TIMES,
            "low": round(100 * LOW_OPENED),
            "days_kept": kept_for("searches").days,
        }


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _asked_in(span: Span):
    return AskedSearch.objects.between(_start(span.first), _start(span.last + timedelta(days=1)))


def _figures(row: dict) -> Figures:
    return Figures(times=row["times"], empty=row["empty"], counted=row["counted"], opened=row["opened"])


def report_urls() -> list[URLPattern]:
    """Give the addresses for the hook register_admin_urls."""
    return [
        path("rapport/zoekvragen/", SearchReport.as_view(), name=SearchReport.index_url_name),
        path(
            "rapport/zoekvragen/resultaten/",
            SearchReport.as_view(results_only=True),
            name=SearchReport.index_results_url_name,
        ),
    ]


class SearchReportMenuItem(MenuItem):
    """Shown to who may decide about questions."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(RIGHT)
