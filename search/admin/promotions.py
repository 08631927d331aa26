"""Where editors say what stands above the results of a question."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from search.admin.choosers import ListOnlyChooserViewSet
from search.admin.things import ANY_MEMBER, THING_CHOOSER, things
from search.promoted.models import Promotion
from search.promoted.rules import MOST_SHOWN


class ResultsColumn(Column):
    """The titles of what is promoted; what can't be found any more is said to be so."""

    def get_value(self, instance):
        titles = [instance.titles.get(row.thing, _("not found any more")) for row in instance.results.all()]
        return ", ".join(titles)


class RunsColumn(Column):
    """Whether it is shown now."""

    def get_value(self, instance):
        today = timezone.localdate()
        if instance.starts_on and instance.starts_on > today:
            return _("Not yet")
        return _("No longer") if instance.ends_on and instance.ends_on < today else _("Yes")


class PromotionListView(IndexView):
    def get_queryset(self):
        return super().get_queryset().prefetch_related("results")

    def paginate_queryset(self, queryset, page_size):
        paginator, page, rows, has_others = super().paginate_queryset(queryset, page_size)
        page.object_list = _with_titles(rows)
        return paginator, page, page.object_list, has_others


def _with_titles(promotions: Iterable[Promotion]) -> list[Promotion]:
    """Give each promotion the titles of what is promoted on this page, by the key of the thing."""
    promotions = list(promotions)
    found = things([row.thing for promotion in promotions for row in promotion.results.all()], ANY_MEMBER)
    for promotion in promotions:
        promotion.titles = {key: str(thing) for key, thing in found.items()}
    return promotions


class PromotionViewSet(SnippetViewSet):
    model = Promotion
    chooser_viewset_class = ListOnlyChooserViewSet
    icon = "pick"
    menu_label = gettext_lazy("Promoted results")
    menu_name = "promoted-results"
    menu_order = 100
    index_view_class = PromotionListView
    copy_view_enabled = False
    list_display = [
        "__str__",
        ResultsColumn("results", label=gettext_lazy("Stands above the results"), width="35%"),
        RunsColumn("runs", label=gettext_lazy("Shown now")),
        "starts_on",
        "ends_on",
    ]
    search_fields = ["questions"]
    ordering = ["questions"]
    panels = [
        FieldPanel("questions"),
        InlinePanel(
            "results",
            heading=gettext_lazy("Stands above the results"),
            label=gettext_lazy("Result"),
            help_text=gettext_lazy(
                "Who may not open it doesn't see it here either. When it is deleted or taken offline, it is gone from "
                "here, too."
            ),
            min_num=1,
            max_num=MOST_SHOWN,
            panels=[FieldPanel("thing", widget=THING_CHOOSER.widget_class), FieldPanel("reason")],
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])], heading=gettext_lazy("When")
        ),
    ]
