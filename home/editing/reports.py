"""Reports in /beheer/, each with a download as CSV or XLSX."""

from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Count, Q
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page

from home.editing.consents import consents
from home.editing.content import check_navigation, check_pages
from home.editing.reads import due_for_review, unanswered_questions
from home.editing.wording import Remark, remark_of
from home.navigation.models import SiteNavigation
from portal.shared.blocks.checks import Problem
from portal.shared.exports.reports import RowsReport
from portal.shared.pages.models import BasePage
from stories.insights.models import InsightPage
from stories.insights.states import EvidenceState
from stories.insights.words import standing_of


def _edit_page(row) -> str:
    return reverse("wagtailadmin_pages:edit", args=[row.page_id])


class ReviewReport(RowsReport):
    """Texts whose review day has come."""

    page_title = gettext_lazy("To be reviewed")
    header_icon = "date"
    index_url_name = "editing_review_report"
    index_results_url_name = "editing_review_report_results"
    export_filename = "te-herzien"
    columns = [
        TitleColumn("title", label=gettext_lazy("Title"), get_url=_edit_page),
        Column("kind", label=gettext_lazy("Type")),
        Column("review_on", label=gettext_lazy("Review on")),
        Column("reviewer", label=gettext_lazy("By")),
    ]
    list_export = ["title", "kind", "review_on", "reviewer"]
    export_headings = {column.name: column.label for column in columns}

    def rows(self):
        return due_for_review(at=timezone.now())


class UsesColumn(Column):
    """The pages on which a picture or quote stands, each a link."""

    cell_template_name = "home/editing/uses_cell.html"


class EndColumn(Column):
    """The last day of a consent, and whether it has passed."""

    cell_template_name = "home/editing/end_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        has_ended = instance.ends_on is not None and instance.ends_on < timezone.localdate()
        return context | {"ends_on": instance.ends_on, "has_ended": has_ended}


class ConsentReport(RowsReport):
    """Pictures and quotes that rest on consent, the earliest end first."""

    page_title = gettext_lazy("Consent ends")
    header_icon = "image"
    index_url_name = "editing_consent_report"
    index_results_url_name = "editing_consent_report_results"
    export_filename = "toestemming"
    columns = [
        TitleColumn("name", label=gettext_lazy("Picture or quote"), get_url=attrgetter("url"), width="35%"),
        Column("kind", label=gettext_lazy("Kind")),
        EndColumn("ends_on", label=gettext_lazy("Consent ends on")),
        Column("note", label=gettext_lazy("Consent")),
        UsesColumn("uses", label=gettext_lazy("Stands on"), width="25%"),
    ]
    list_export = ["name", "kind", "ends_on", "note", "use_titles"]
    export_headings = {column.name: column.label for column in columns} | {"use_titles": gettext_lazy("Stands on")}

    def rows(self):
        return consents()


@dataclass(frozen=True)
class RemarkRow:
    """One remark on one page, or on the menu; `edit_url` is where one mends it."""

    edit_url: str
    title: str
    remark: Remark


class TextReport(RowsReport):
    """Remarks on every live text: dead links first."""

    page_title = gettext_lazy("Dead links and check of texts")
    header_icon = "clipboard-list"
    index_url_name = "editing_text_report"
    index_results_url_name = "editing_text_report_results"
    export_filename = "tekstcontrole"
    columns = [
        TitleColumn("title", label=gettext_lazy("Title"), get_url=attrgetter("edit_url")),
        Column("name", label=gettext_lazy("Remark"), accessor="remark.name"),
        Column("where", label=gettext_lazy("Where"), accessor="remark.where"),
        Column("excerpt", label=gettext_lazy("Text"), accessor="remark.excerpt", width="40%"),
    ]
    list_export = ["title", "remark.name", "remark.where", "remark.excerpt", "remark.advice"]
    export_headings = {
        "title": gettext_lazy("Title"),
        "remark.name": gettext_lazy("Remark"),
        "remark.where": gettext_lazy("Where"),
        "remark.excerpt": gettext_lazy("Text"),
        "remark.advice": gettext_lazy("What helps"),
    }

    def rows(self):
        live = [page for page in Page.objects.live().order_by("title", "pk").specific() if isinstance(page, BasePage)]
        found = [
            (reverse("wagtailadmin_pages:edit", args=[page.pk]), page.title, finding)
            for page, findings in check_pages(live)
            for finding in findings
        ]
        menu_url = reverse("wagtailsettings:edit", args=["home", "sitenavigation"])
        found += [(menu_url, str(SiteNavigation._meta.verbose_name), finding) for finding in check_navigation()]
        found.sort(key=lambda row: row[2].problem is not Problem.DEAD_LINK)
        return [RemarkRow(url, title, remark_of(finding)) for url, title, finding in found]


class InsightReport(RowsReport):
    """Per insight what it rests on: the thinnest first."""

    page_title = gettext_lazy("Evidence per insight")
    header_icon = "pick"
    index_url_name = "editing_insight_report"
    index_results_url_name = "editing_insight_report_results"
    export_filename = "onderbouwing-per-inzicht"
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Insight"),
            get_url=lambda row: f"{reverse('evidence:index')}?insight={row.pk}",
            width="35%",
        ),
        Column("get_kind_display", label=gettext_lazy("Kind")),
        Column("standing_word", label=gettext_lazy("Standing of the insight")),
        Column("supports", label=gettext_lazy("supports"), accessor="standing_row.supports"),
        Column("partly", label=gettext_lazy("partly"), accessor="standing_row.partly"),
        Column("contradicts", label=gettext_lazy("contradicts"), accessor="standing_row.contradicts"),
        Column("schools", label=gettext_lazy("Schools"), accessor="standing_row.schools"),
        Column("pilots", label=gettext_lazy("Pilots"), accessor="standing_row.pilots"),
        Column("proposed", label=gettext_lazy("Waits")),
    ]
    list_export = [
        "title",
        "get_kind_display",
        "standing_word",
        "standing_row.supports",
        "standing_row.partly",
        "standing_row.contradicts",
        "standing_row.schools",
        "standing_row.pilots",
        "standing_row.newest_on",
        "proposed",
    ]
    export_headings = {
        **{column.name: column.label for column in columns},
        "standing_row.supports": gettext_lazy("supports"),
        "standing_row.partly": gettext_lazy("partly"),
        "standing_row.contradicts": gettext_lazy("contradicts"),
        "standing_row.schools": gettext_lazy("Schools"),
        "standing_row.pilots": gettext_lazy("Pilots"),
        "standing_row.newest_on": gettext_lazy("Newest experience"),
    }

    def rows(self):
        state = "evidence__state"
        insights = (
            InsightPage.objects.live()
            .select_related("standing_row")
            .annotate(
                accepted=Count("evidence", filter=Q(**{state: EvidenceState.ACCEPTED})),
                proposed=Count("evidence", filter=Q(**{state: EvidenceState.PROPOSED})),
            )
            .order_by("accepted", "title")
        )
        rows = list(insights)
        for row in rows:
            row.standing_row = standing_of(row)
            row.standing_word = row.standing_row.get_standing_display()
        return rows


class QuestionReport(RowsReport):
    """Questions without an answer, the longest waiting first, so that none is forgotten."""

    page_title = gettext_lazy("Questions without an answer")
    header_icon = "help"
    index_url_name = "editing_question_report"
    index_results_url_name = "editing_question_report_results"
    export_filename = "vragen-zonder-antwoord"
    columns = [
        TitleColumn("title", label=gettext_lazy("Question"), get_url=lambda row: row.url, width="35%"),
        Column("theme", label=gettext_lazy("Theme")),
        Column("to_whom", label=gettext_lazy("To whom")),
        Column("asked_on", label=gettext_lazy("Asked on")),
        Column("working_days", label=gettext_lazy("Working days")),
        Column("with_whom", label=gettext_lazy("With whom now")),
        Column("tries", label=gettext_lazy("Put to, in all")),
    ]
    list_export = [column.name for column in columns]
    export_headings = {column.name: column.label for column in columns}

    def rows(self):
        return unanswered_questions(at=timezone.now())


REPORTS = (
    (ReviewReport, "te-herzien"),
    (ConsentReport, "toestemming"),
    (TextReport, "tekstcontrole"),
    (InsightReport, "onderbouwing-per-inzicht"),
    (QuestionReport, "vragen-zonder-antwoord"),
)


def report_urls(reports=REPORTS) -> list:
    """Give the addresses of reports, below /beheer/."""
    urls = []
    for view, slug in reports:
        urls.append(path(f"rapport/{slug}/", view.as_view(), name=view.index_url_name))
        urls.append(
            path(f"rapport/{slug}/resultaten/", view.as_view(results_only=True), name=view.index_results_url_name)
        )
    return urls


def report_menu_items() -> list[MenuItem]:
    """Give the entries of the menu "Reports", ours above Wagtail's."""
    return [
        MenuItem(view.page_title, reverse(view.index_url_name), name=slug, icon_name=view.header_icon, order=place)
        for place, (view, slug) in enumerate(REPORTS, start=1)
    ]
