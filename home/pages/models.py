"""Pages with a text of the portal itself: plain ones, and background to the programme."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from network.models import Member
from portal.shared.blocks.body import body_blocks
from portal.shared.pages.models import BasePage

# Wagtail sets a template of its own on each class that names none, also when its parent does.
TEMPLATE = "home/text_page.html"


class TextOfThePortal(BasePage):
    """A lead, a text, and whom to ask."""

    parent_page_types = ["home.HomePage", "home.PlainPage", "home.BackgroundPage"]
    subpage_types = ["home.PlainPage", "home.BackgroundPage"]

    lead = models.TextField(
        _("lead"), max_length=400, blank=True, help_text=_("Two sentences at most: what does the reader find here?")
    )
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)
    contact = models.ForeignKey(
        Member,
        verbose_name=_("talk to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Whom can a reader ask about this?"),
    )

    content_panels = [TitleFieldPanel("title"), FieldPanel("lead"), FieldPanel("body"), FieldPanel("contact")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        abstract = True


class PlainPage(TextOfThePortal):
    """Contact, privacy, house rules: no one's experience, so its writer may publish it (DECISIONS 9)."""

    needs_four_eyes = False
    template = TEMPLATE

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")


class BackgroundPage(TextOfThePortal):
    """What lies behind the programme: claims about schools and research, so a second person approves it."""

    template = TEMPLATE

    class Meta:
        verbose_name = _("background page")
        verbose_name_plural = _("background pages")
