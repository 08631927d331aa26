"""Choosers of the lists that search keeps."""

from wagtail.snippets.views.chooser import SnippetChooserViewSet


class ListOnlyChooserViewSet(SnippetChooserViewSet):
    """A chooser in which nothing new is made: Wagtail's has an address for that all the same, which then errs."""

    def get_urlpatterns(self):
        """Give Wagtail's addresses but for the one that makes."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]
