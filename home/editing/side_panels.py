"""Panels beside the form of a page: remarks on the text, and the evidence that belongs to it."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from home.editing.content import check_pages
from home.editing.wording import remark_of
from portal.shared.pages.models import BasePage
from stories.insights.desk import attach_sources, desk_order
from stories.insights.models import Evidence, InsightPage
from stories.insights.states import SourceKind
from stories.models import CoachStoryPage, PilotReportPage

SOURCE_KINDS = {CoachStoryPage: SourceKind.STORY, PilotReportPage: SourceKind.PILOT}


class TextCheckSidePanel(BaseSidePanel):
    """Remarks on the text as it was last saved. Advice: nothing here stops anyone from publishing."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Show remarks on the text")
        icon_name = "clipboard-list"

        def get_context_data(self, parent_context):
            return super().get_context_data(parent_context) | {"count": len(self.panel.remarks)}

    name = "text-check"
    title = _("Check of the text")
    template_name = "home/editing/text_check_panel.html"
    order = 320

    def __init__(self, object, request):  # noqa: A002 - Wagtail's name
        super().__init__(object, request)
        self.remarks = self._remarks()

    def _remarks(self):
        if not self.object.pk:
            return []
        [(_page, findings)] = check_pages([self.object])
        return [remark_of(finding) for finding in findings]

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {"remarks": self.remarks}


class EvidenceSidePanel(BaseSidePanel):
    """What this text says of insights; beside an insight, what texts say of it."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Show the evidence")
        icon_name = "tasks"

        def get_context_data(self, parent_context):
            return super().get_context_data(parent_context) | {"count": len(self.panel.rows)}

    name = "evidence"
    title = _("Evidence")
    template_name = "home/editing/evidence_panel.html"
    order = 330

    def __init__(self, object, request):  # noqa: A002 - Wagtail's name
        super().__init__(object, request)
        self.is_insight = isinstance(object, InsightPage)
        self.rows = self._rows() if object.pk else []

    def _rows(self):
        if self.is_insight:
            evidence = Evidence.objects.filter(insight_id=self.object.pk)
        else:
            kind = SOURCE_KINDS[type(self.object)]
            evidence = Evidence.objects.filter(source_kind=kind, source_key=str(self.object.pk))
        return attach_sources(desk_order(evidence))

    def get_context_data(self, parent_context):
        return super().get_context_data(parent_context) | {
            "rows": self.rows,
            "is_insight": self.is_insight,
            "propose_url": self._propose_url(),
        }

    def _propose_url(self) -> str:
        if not (self.object.pk and self.object.live and self.request.user.has_perm("stories.add_evidence")):
            return ""
        pk = self.object.pk
        chosen = {"inzicht": pk} if self.is_insight else {"bron": f"{SOURCE_KINDS[type(self.object)]}:{pk}"}
        return f"{reverse('evidence:propose')}?{urlencode(chosen)}"


def panels_beside(page, request) -> list[BaseSidePanel]:
    """Give our panels for a page of any type."""
    if not isinstance(page, BasePage):
        return []
    panels: list[BaseSidePanel] = [TextCheckSidePanel(page, request)]
    may_see = request.user.has_perm("stories.view_evidence")
    if may_see and isinstance(page, InsightPage | CoachStoryPage | PilotReportPage):
        panels.append(EvidenceSidePanel(page, request))
    return panels
