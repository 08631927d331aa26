"""The list pages of the four kinds of text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel

from portal.shared.pages.models import BasePage

# Wagtail looks for the template on each concrete type, never on an abstract one.
LIST_TEMPLATE = "stories/index.html"


class TextIndexPage(BasePage):
    """A list page with filters; its words are the editor's, its rows the queryset's."""

    needs_four_eyes = False
    max_count = 1
    parent_page_types = ["home.HomePage"]

    lead = models.TextField(_("lead"), max_length=400, blank=True)

    content_panels = [TitleFieldPanel("title"), FieldPanel("lead")]

    class Meta:
        abstract = True


class CoachStoryIndexPage(TextIndexPage):
    """/verhalen/"""

    subpage_types = ["stories.CoachStoryPage"]
    template = LIST_TEMPLATE

    class Meta:
        verbose_name = _("list of stories")
        verbose_name_plural = _("lists of stories")


class PilotIndexPage(TextIndexPage):
    """/pilots/"""

    subpage_types = ["stories.PilotReportPage"]
    template = LIST_TEMPLATE

    class Meta:
        verbose_name = _("list of pilot reports")
        verbose_name_plural = _("lists of pilot reports")


class InsightIndexPage(TextIndexPage):
    """/wat-werkt/"""

    subpage_types = ["stories.InsightPage"]
    template = LIST_TEMPLATE

    class Meta:
        verbose_name = _("list of insights")
        verbose_name_plural = _("lists of insights")


class RouteIndexPage(TextIndexPage):
    """/aan-de-slag/"""

    subpage_types = ["stories.RoutePage"]
    template = LIST_TEMPLATE

    class Meta:
        verbose_name = _("list of starter routes")
        verbose_name_plural = _("lists of starter routes")
