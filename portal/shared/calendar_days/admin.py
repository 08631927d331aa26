"""School holidays in /beheer/: editors add years and correct dates (DECISIONS 20)."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from portal.shared.calendar_days.models import SchoolHoliday


class SchoolHolidayViewSet(ModelViewSet):
    model = SchoolHoliday
    menu_label = _("School holidays")
    icon = "calendar-alt"
    list_display = ["name", "region", "starts_on", "ends_on"]
    list_filter = ["region"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("region"), FieldPanel("starts_on"), FieldPanel("ends_on")]
    copy_view_enabled = False
