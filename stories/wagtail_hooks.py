"""What stories adds to /beheer/."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from stories.contributions.admin import contribution_buttons
from stories.suggestions.admin import EditorsRead, SuggestionViewSet
from stories.suggestions.models import Suggestion

register_permission_policy(Suggestion, EditorsRead(Suggestion))


@hooks.register("register_admin_viewset")
def register_inbox():
    return SuggestionViewSet()


@hooks.register("register_page_header_buttons")
def link_to_contribution(page, user, view_name, next_url=None):
    return contribution_buttons(page)
