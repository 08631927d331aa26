"""What stories adds to /beheer/."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from stories.contributions.admin import contribution_buttons
from stories.insights.admin import EvidenceViewSet
from stories.suggestions.admin import EditorsRead, SuggestionViewSet
from stories.suggestions.models import Suggestion

register_permission_policy(Suggestion, EditorsRead(Suggestion))


class EditingViewSetGroup(ViewSetGroup):
    menu_label = _("Editorial desk")
    menu_name = "editing"
    menu_icon = "edit"
    menu_order = 150
    # In the group only, not once more beside it.
    items = (SuggestionViewSet(add_to_admin_menu=False), EvidenceViewSet)


@hooks.register("register_admin_viewset")
def register_desk() -> EditingViewSetGroup:
    return EditingViewSetGroup()


@hooks.register("register_page_header_buttons")
def link_to_contribution(page, user, view_name, next_url=None):
    return contribution_buttons(page)
