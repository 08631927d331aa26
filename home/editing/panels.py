"""The first screen of /beheer/: what waits, what is one's own, what is due, what is missing."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page

from home.editing.reads import MOST_SHOWN, drafts_of, first_due, gaps, waiting_for
from network.members.viewers import viewer_of
from stories.models import (
    CoachStoryIndexPage,
    CoachStoryPage,
    InsightIndexPage,
    InsightPage,
    PilotIndexPage,
    PilotReportPage,
)

# Ours say the same with the longest waiting on top, and leave out what someone may not approve.
REPLACED = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel)
NEW_TEXTS = (
    (CoachStoryIndexPage, CoachStoryPage, _("New story")),
    (PilotIndexPage, PilotReportPage, _("New pilot report")),
    (InsightIndexPage, InsightPage, _("New insight")),
)


class QuickButtons(Component):
    """Straight to the form of a new text."""

    name = "quick-buttons"
    order = 10
    template_name = "home/editing/quick_buttons.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        lists = Page.objects.type(*(list_type for list_type, _type, _label in NEW_TEXTS)).select_related("content_type")
        by_model = {page.content_type.model: page for page in lists}
        buttons = []
        for list_type, page_type, label in NEW_TEXTS:
            page = by_model.get(list_type._meta.model_name)
            if page and page.permissions_for_user(user).can_add_subpage():
                names = [page_type._meta.app_label, page_type._meta.model_name, page.pk]
                buttons.append({"label": label, "url": reverse("wagtailadmin_pages:add", args=names)})
        return {"buttons": buttons}


class WaitingPanel(Component):
    """Texts I may approve, the longest waiting first."""

    name = "waiting"
    order = 20
    template_name = "home/editing/waiting.html"

    def get_context_data(self, parent_context):
        return {"waiting": waiting_for(parent_context["request"].user, at=timezone.now())}


class DraftsPanel(Component):
    """What I am writing."""

    name = "drafts"
    order = 30
    template_name = "home/editing/drafts.html"

    def get_context_data(self, parent_context):
        return {"drafts": drafts_of(parent_context["request"].user)}


class ReviewPanel(Component):
    """Texts whose review day has come; mine first."""

    name = "review"
    order = 40
    template_name = "home/editing/review.html"

    def get_context_data(self, parent_context):
        due, total = first_due(parent_context["request"].user, at=timezone.now(), most=MOST_SHOWN)
        return {"due": due, "total": total}


class GapsPanel(Component):
    """Where the site asks for something."""

    name = "gaps"
    order = 50
    template_name = "home/editing/gaps.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {
            "gaps": gaps(viewer_of(parent_context["request"]), at=timezone.now()),
            "may_see_evidence": user.has_perm("stories.view_evidence"),
            "may_see_searches": user.has_perm("search.change_searchdecision"),
            "may_see_messages": user.has_perm("stories.view_suggestion"),
        }


def arrange(request: HttpRequest, panels: list[Component]) -> None:
    """Put our panels on the first screen in place of Wagtail's that say the same (hook construct_homepage_panels)."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED)]
    if request.user.has_perm("wagtailadmin.access_admin"):
        panels += [QuickButtons(), WaitingPanel(), DraftsPanel(), ReviewPanel(), GapsPanel()]
