"""Where editors keep the synonyms, and see what a change would do before they save it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList, Panel
from wagtail.snippets.views.snippets import CopyView, CreateView, EditView, IndexView, SnippetViewSet

from search.admin.choosers import ListOnlyChooserViewSet
from search.dutch.lexicon import NEVER_EXPANDED, known_misspellings
from search.dutch.models import SynonymGroup
from search.effects.queries import MOST_COMPARED, Effect, effect_of
from search.results.viewers import viewer_of_request

# The name of the button that tries without saving.
TRY = "effect"


class SynonymGroupForm(WagtailAdminModelForm):
    """The form of a group, with what it would do once that was asked for."""

    effect: Effect | None = None


class EffectPanel(Panel):
    """A button that shows what the words as typed would do, and below it what they would."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "search/admin/effect.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {"effect": self.form.effect, "most": MOST_COMPARED, "button": TRY}


class TriesFirst:
    """Shows the form again with its effect when that button was used; nothing is saved, and what was typed stays."""

    def post(self, request, *args, **kwargs):
        if TRY not in request.POST:
            return super().post(request, *args, **kwargs)
        if not hasattr(self, "object"):
            self.object = self.get_object() if self.view_name == "edit" else None
        self.form = self.get_form()
        if not self.is_valid(self.form):
            return self.form_invalid(self.form)
        self.form.effect = effect_of(self.form.instance, viewer=viewer_of_request(request))
        return self.render_to_response(self.get_context_data(form=self.form))


class SynonymCreateView(TriesFirst, CreateView):
    pass


class SynonymCopyView(TriesFirst, CopyView):
    pass


class SynonymEditView(TriesFirst, EditView):
    pass


class SynonymListView(IndexView):
    """The groups, with the words that go their own way."""

    def get_context_data(self, *args, **kwargs):
        return super().get_context_data(*args, **kwargs) | {
            "never_expanded": sorted(NEVER_EXPANDED),
            "misspellings": sorted((" ".join(typed), meant) for typed, meant in known_misspellings().items()),
        }


class SynonymGroupViewSet(SnippetViewSet):
    model = SynonymGroup
    chooser_viewset_class = ListOnlyChooserViewSet
    icon = "list-ul"
    menu_label = _("Synonyms")
    menu_order = 200
    index_view_class = SynonymListView
    add_view_class = SynonymCreateView
    copy_view_class = SynonymCopyView
    edit_view_class = SynonymEditView
    index_results_template_name = "search/admin/synonym_results.html"
    list_display = ["__str__", "direction", "note", "updated_at"]
    list_filter = ["direction"]
    list_export = ["name", "direction", "terms", "expands_to", "note"]
    search_fields = ["name", "terms", "expands_to", "note"]
    ordering = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("direction"),
            FieldPanel("terms"),
            FieldPanel("expands_to"),
            FieldPanel("note"),
            EffectPanel(heading=_("What would this do?")),
        ],
        base_form_class=SynonymGroupForm,
    )
