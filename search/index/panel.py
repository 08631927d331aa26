"""Where operators see that search is not what it should be: on the first screen of /beheer/."""

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from search.index.condition import search_condition


class ConditionPanel(Component):
    """Engines that give no answer, changes that wait, and changes that an engine refuses; nothing when all is well."""

    name = "search-condition"
    order = 5
    template_name = "search/admin/condition.html"

    def render_html(self, parent_context=None):
        """Give the panel, or nothing when there is nothing to know."""
        condition = search_condition(at=timezone.now())
        return "" if condition.is_fine else super().render_html({"condition": condition})

    def get_context_data(self, parent_context):
        """Give the variables of the template."""
        return parent_context


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Show operators how search stands (hook construct_homepage_panels)."""
    if request.user.has_perm("search.view_enginestate"):
        panels.append(ConditionPanel())
