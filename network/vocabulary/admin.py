"""The short lists in /beheer/: themes, help topics, roles, systems."""

from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from network.vocabulary.models import HelpTopic, Role, System, Theme


class UnusedDeleteView(generic.DeleteView):
    """Delete from a list what nothing uses; say so when something does."""

    def form_valid(self, form):
        """Keep what people, stories or meetups refer to."""
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, _("This is still in use, so it stays. Change its name instead."))
            return redirect(self.get_success_url())


class ThemeViewSet(ModelViewSet):
    model = Theme
    menu_label = _("Themes")
    icon = "tag"
    list_display = ["name", "summary", "position"]
    search_fields = ["name", "summary"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("summary"), FieldPanel("position")]
    copy_view_enabled = False
    delete_view_class = UnusedDeleteView


class HelpTopicViewSet(ModelViewSet):
    model = HelpTopic
    menu_label = _("Help topics")
    icon = "help"
    list_display = ["name", "theme"]
    list_filter = ["theme"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("theme")]
    copy_view_enabled = False
    delete_view_class = UnusedDeleteView


class RoleViewSet(ModelViewSet):
    model = Role
    menu_label = _("Roles")
    icon = "group"
    list_display = ["name", "bank", "is_coach", "position"]
    list_filter = ["bank", "is_coach"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("bank"),
        FieldPanel("is_coach"),
        FieldPanel("position"),
    ]
    copy_view_enabled = False
    delete_view_class = UnusedDeleteView


class SystemViewSet(ModelViewSet):
    model = System
    menu_label = _("Systems")
    icon = "desktop"
    list_display = ["name", "position"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("position")]
    copy_view_enabled = False
    delete_view_class = UnusedDeleteView
