"""The front page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField

from home.front.blocks import front_blocks
from portal.shared.pages.models import BasePage


class HomePage(BasePage):
    """/"""

    needs_four_eyes = False
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home.html"

    lead = models.TextField(_("lead"), max_length=300, blank=True)
    body = StreamField(
        front_blocks(),
        verbose_name=_("front page"),
        blank=True,
        block_counts={"hero": {"max_num": 1}, "steps": {"max_num": 1}},
    )

    content_panels = [TitleFieldPanel("title"), FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")
