"""When schools are closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.shared.calendar_days.querysets import SchoolHolidayQuerySet
from portal.shared.calendar_days.states import HolidayRegion


class SchoolHoliday(models.Model):
    """One school holiday of one region, first and last day included. Editors add years and correct dates."""

    region = models.CharField(_("region"), max_length=10, choices=HolidayRegion)
    name = models.CharField(_("holiday"), max_length=60)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    added_at = models.DateTimeField(_("added at"), null=True, blank=True, editable=False)

    objects = SchoolHolidayQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "region"]
        verbose_name = _("school holiday")
        verbose_name_plural = _("school holidays")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "name", "starts_on"],
                name="one_school_holiday_per_region_and_day",
                violation_error_message=_("This holiday is in the list already. Change that one instead."),
            ),
            models.CheckConstraint(
                name="school_holiday_ends_after_start",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The last day lies before the first day. Check both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.starts_on.year} ({self.get_region_display()})"
