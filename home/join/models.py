"""The page on which anyone writes to the editors: take part, ask, suggest."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from portal.shared.blocks.body import body_blocks
from portal.shared.pages.models import BasePage


class JoinPage(BasePage):
    """/doe-mee/: the editors' words; the form below them is sent to a view of its own (STYLE 2.5)."""

    needs_four_eyes = False
    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/join.html"

    lead = models.TextField(_("lead"), max_length=400, blank=True)
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)

    content_panels = [TitleFieldPanel("title"), FieldPanel("lead"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        verbose_name = _("page to take part")
        verbose_name_plural = _("pages to take part")
