"""What stories adds to /beheer/."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from stories.suggestions.admin import EditorsRead, SuggestionViewSet
from stories.suggestions.models import Suggestion

register_permission_policy(Suggestion, EditorsRead(Suggestion))


@hooks.register("register_admin_viewset")
def register_inbox():
    return SuggestionViewSet()
