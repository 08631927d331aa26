"""What search adds to the editors' pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from search.admin.promotions import PromotionViewSet
from search.admin.synonyms import SynonymGroupViewSet
from search.admin.things import THING_CHOOSER
from search.asked.admin import QuestionsMenuItem, admin_urls
from search.asked.reports import SearchReport, SearchReportMenuItem, report_urls
from search.index.panel import add_panel


class SearchViewSetGroup(SnippetViewSetGroup):
    # Wagtail's own box to find pages is called "Search".
    menu_label = gettext_lazy("Site search")
    menu_name = "portal-search"
    menu_icon = "search"
    menu_order = 350
    items = (PromotionViewSet, SynonymGroupViewSet)


register_snippet(SearchViewSetGroup)


@hooks.register("register_admin_viewset")
def register_chooser():
    return THING_CHOOSER


@hooks.register("register_admin_urls")
def register_questions():
    return [*admin_urls(), *report_urls()]


@hooks.register("register_reports_menu_item")
def show_report():
    return SearchReportMenuItem(
        SearchReport.page_title, reverse(SearchReport.index_url_name), icon_name="search", order=720
    )


@hooks.register("register_reports_menu_item")
def show_questions():
    return QuestionsMenuItem(
        gettext_lazy("Searched in vain"),
        reverse("search_questions"),
        name="searched-in-vain",
        icon_name="search",
        order=730,
    )


@hooks.register("construct_homepage_panels", order=200)
def show_how_search_stands(request, panels):
    add_panel(request, panels)
