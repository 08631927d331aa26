"""What stories adds to /beheer/."""

from wagtail import hooks

from stories.suggestions.admin import SuggestionViewSet


@hooks.register("register_admin_viewset")
def register_inbox():
    return SuggestionViewSet()
