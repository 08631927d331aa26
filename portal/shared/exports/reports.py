"""Reports in /beheer/ whose rows are worked out at once, with a download as CSV or XLSX."""

from django.utils.translation import gettext_lazy
from wagtail.admin.views.reports import ReportView

from portal.shared.exports.listings import SafeSpreadsheetMixin


class RowsReport(SafeSpreadsheetMixin, ReportView):
    """A report whose rows are read at once; subclasses give the rows, the columns and the download."""

    any_permission_required = None
    is_searchable = False
    verbose_name_plural = gettext_lazy("lines")

    def rows(self) -> list:
        """Give the rows in the order shown."""
        raise NotImplementedError(f"{type(self).__name__} gives no rows.")

    def get_filtered_queryset(self):
        return self.rows()

    def get_heading(self, queryset, field):
        return str(self.export_headings[field])
