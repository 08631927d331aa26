"""Where editors keep the synonyms."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from search.dutch.models import SynonymGroup


class SynonymGroupViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "list-ul"
    menu_label = _("Synonyms")
    menu_order = 700
    add_to_admin_menu = True
    list_display = ["__str__", "direction", "note", "updated_at"]
    list_filter = ["direction"]
    list_export = ["name", "direction", "terms", "expands_to", "note"]
    search_fields = ["name", "terms", "expands_to", "note"]
    ordering = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("direction"),
        FieldPanel("terms"),
        FieldPanel("expands_to"),
        FieldPanel("note"),
    ]
