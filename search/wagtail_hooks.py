"""What search adds to the editors' pages."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from search.admin import SynonymGroupViewSet
from search.asked.admin import QuestionsMenuItem, admin_urls
from search.index.panel import add_panel

register_snippet(SynonymGroupViewSet)


@hooks.register("register_admin_urls")
def register_questions():
    return admin_urls()


@hooks.register("construct_reports_menu")
def add_questions(request, menu_items):
    menu_items.append(
        QuestionsMenuItem(_("Searched in vain"), reverse("search_questions"), icon_name="search", order=730)
    )


@hooks.register("construct_homepage_panels", order=200)
def show_how_search_stands(request, panels):
    add_panel(request, panels)
