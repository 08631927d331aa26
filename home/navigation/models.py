"""What editors set for the whole site: the menu, the links in the footer, where to write to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.contrib.settings.registry import register_setting
from wagtail.fields import StreamField

from home.navigation.addresses import AddressBlock


class LinkBlock(blocks.StructBlock):
    """One link of the menu or the footer."""

    title = blocks.CharBlock(label=_("Text"), max_length=40)
    address = AddressBlock(label=_("Address"))

    class Meta:
        icon = "link"
        label = _("Link")
        label_format = "{title}"
        description = _("One link, with the words readers see.")
        preview_value = {"title": "Verhalen", "address": "/verhalen/"}


@register_setting(icon="list-ul")
class SiteNavigation(BaseGenericSetting):
    """The one row with menu and footer. Empty lists fall back to the portal's own (rules.py)."""

    main = StreamField([("link", LinkBlock())], verbose_name=_("main menu"), blank=True, max_num=10)
    footer = StreamField([("link", LinkBlock())], verbose_name=_("links in the footer"), blank=True, max_num=9)
    contact_email = models.EmailField(
        _("contact address"), blank=True, help_text=_("Shown on the contact page and in security.txt.")
    )
    contact_address = models.CharField(
        _("contact page"), max_length=200, default="/contact/", help_text=_("Where “write to us” leads.")
    )

    panels = [
        FieldPanel("main"),
        FieldPanel("footer"),
        MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("contact_address")], heading=_("Contact")),
    ]

    class Meta:
        verbose_name = _("menu and footer")
        verbose_name_plural = _("menus and footers")
