"""Wagtail's views of our pages: columns that editors look for, our side panels, refusals in words."""

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import EditedByFilter, ExplorableIndexView, GenericPageFilterSet
from wagtail.admin.views.pages.workflow import CollectWorkflowActionDataView, WorkflowActionView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PageLogEntry, get_page_models

from home.editing.refusals import back_to_form, refusal_for
from home.editing.side_panels import panels_beside
from portal.shared.pages.errors import PublishingRefused
from portal.shared.pages.models import BasePage
from stories.models import CoachStoryPage, InsightPage, PilotReportPage


class OurPanelsMixin:
    """Adds our side panels to Wagtail's."""

    def get_side_panels(self):
        return MediaContainer([*super().get_side_panels(), *panels_beside(self.page, self.request)])


class PageCreateView(OurPanelsMixin, CreateView):
    """The form of a new page."""

    def publish_action(self):
        # Wagtail adds the new page live and publishes it afterwards: a refusal would come when it is online already.
        if isinstance(self.page, BasePage):
            self.page.live = False
        return super().publish_action()


class PageEditView(OurPanelsMixin, EditView):
    """The form of a page. What was typed is saved before anything is refused."""

    def dispatch(self, request, page_id, **kwargs):
        try:
            return super().dispatch(request, page_id, **kwargs)
        except PublishingRefused as refusal:
            return back_to_form(request, page_id, refusal)


class RefusalInWordsMixin:
    """Says why a step of the workflow is refused, and goes back to the form."""

    def check_action(self):
        try:
            super().check_action()
        except PermissionDenied:
            refusal = refusal_for(self.object.specific, self.request.user)
            raise (refusal or PermissionDenied) from None

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except PublishingRefused as refusal:
            response = back_to_form(request, self.object.pk, refusal)
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                return self.render_modal_json(request, {"step": "success", "redirect": response.url})
            return response


class PageWorkflowActionView(RefusalInWordsMixin, WorkflowActionView):
    pass


class PageWorkflowDataView(RefusalInWordsMixin, CollectWorkflowActionDataView):
    pass


def _of_the_desk() -> QuerySet:
    """Give who has the door to /beheer/."""
    may_enter = Q(
        groups__permissions__codename="access_admin", groups__permissions__content_type__app_label="wagtailadmin"
    )
    return get_user_model().objects.filter(Q(is_superuser=True) | may_enter).distinct()


def _desk_owners(_request: HttpRequest) -> QuerySet:
    return _of_the_desk().filter(pk__in=Page.objects.order_by().values("owner"))


def _desk_writers(_request: HttpRequest) -> QuerySet:
    return _of_the_desk().filter(pk__in=PageLogEntry.objects.filter(action="wagtail.edit").order_by().values("user"))


class PageListFilterSet(GenericPageFilterSet):
    """Wagtail's filters of a list; by owner and writer it offers who works in /beheer/.

    Wagtail offers everyone who ever wrote a page. Here members write too: that would be a box to tick for each of
    thousands, and seconds for each list.
    """

    owner = MultipleUserFilter(label=_("Owner"), queryset=_desk_owners, widget=CheckboxSelectMultiple)
    edited_by = EditedByFilter(label=_("Edited by"), queryset=_desk_writers, widget=CheckboxSelectMultiple)


class PageListView(ExplorableIndexView):
    """What stands below a page."""

    base_filterset_class = PageListFilterSet


class PortalPageViewSet(PageViewSet):
    """Every page type of the portal, without columns of its own."""

    index_view_class = PageListView
    # Without any, Wagtail takes its own set of filters and not that of the view.
    list_filter = ["live"]
    add_view_class = PageCreateView
    edit_view_class = PageEditView
    workflow_action_view_class = PageWorkflowActionView
    collect_workflow_action_data_view_class = PageWorkflowDataView


def _columns(*own: Column) -> list[Column]:
    return [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        *own,
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
    ]


def _review_column() -> Column:
    return Column("review_on", label=_("Review on"), sort_key="review_on")


class ThemesColumn(Column):
    """The themes of a text, prefetched."""

    def get_value(self, instance):
        return ", ".join(theme.name for theme in instance.themes.all())


class StoryListView(PageListView):
    """The list of stories or pilot reports; what is joined gets lost when Wagtail makes the pages specific."""

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("institution", "themes")


class InsightListView(PageListView):
    """The list of insights, with standing and themes at hand."""

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("standing_row", "themes")


class StandingColumn(Column):
    """The computed standing; a dash before the first computation."""

    def get_value(self, instance):
        row = getattr(instance, "standing_row", None)
        return row.get_standing_display() if row else "–"


class CoachStoryViewSet(PortalPageViewSet):
    model = CoachStoryPage
    index_view_class = StoryListView
    columns = _columns(
        Column("institution", label=_("School"), sort_key="institution__name"),
        ThemesColumn("themes", label=_("Themes")),
        _review_column(),
    )
    list_filter = ["live", "institution", "role", "sector", "step"]


class PilotReportViewSet(PortalPageViewSet):
    model = PilotReportPage
    index_view_class = StoryListView
    columns = _columns(
        Column("institution", label=_("School"), sort_key="institution__name"),
        Column("get_outcome_display", label=_("Outcome"), sort_key="outcome"),
        _review_column(),
    )
    list_filter = ["live", "institution", "outcome", "sector"]


class InsightViewSet(PortalPageViewSet):
    model = InsightPage
    index_view_class = InsightListView
    columns = _columns(
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        StandingColumn("standing", label=_("Standing of the insight"), sort_key="standing_row__standing"),
        ThemesColumn("themes", label=_("Themes")),
        _review_column(),
    )
    list_filter = ["live", "kind", "factor", "step"]


def page_viewsets() -> list[PageViewSet]:
    """Give one viewset per page type, Wagtail's own at the root among them."""
    own = [CoachStoryViewSet("stories"), PilotReportViewSet("pilots"), InsightViewSet("insights")]
    described = {viewset.model for viewset in own}
    others = [
        PortalPageViewSet(model._meta.model_name, model=model) for model in get_page_models() if model not in described
    ]
    return [*own, *others]
