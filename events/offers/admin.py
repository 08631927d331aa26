"""Activity cards in /beheer/, and the way to what editors have yet to read."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from events.offers.models import ActivityTemplate


class ActivityCardViewSet(ModelViewSet):
    """The cards; who may add or change one is a right of the model."""

    model = ActivityTemplate
    name = "activity_cards"
    url_prefix = "stagekaarten"
    menu_label = _("Activity cards")
    icon = "list-ul"
    menu_order = 396
    add_to_admin_menu = True
    list_display = ["title", "direction", "half_days", "is_active", "position"]
    list_filter = ["direction", "is_active"]
    search_fields = ["title", "activities"]
    panels = [
        FieldPanel("title"),
        FieldPanel("direction"),
        FieldPanel("activities"),
        FieldPanel("limits"),
        FieldPanel("example_question"),
        FieldPanel("half_days"),
        FieldPanel("position"),
        FieldPanel("is_active"),
    ]
    copy_view_enabled = False


def waiting_menu_item() -> MenuItem:
    """Give the way to first offers and wishes, which are read on the site itself; whoever enters /beheer/ may."""
    return MenuItem(
        _("Places and wishes to read"),
        reverse_lazy("offers:waiting"),
        name="offers-waiting",
        icon_name="group",
        order=397,
    )
