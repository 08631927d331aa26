"""Downloads of Wagtail's lists and reports by our own writers: its own leave formulas in a CSV (RELIABILITY G28)."""

from django.utils.encoding import force_str

from portal.shared.exports.downloads import note_download
from portal.shared.exports.responses import csv_response, xlsx_response


class SafeSpreadsheetMixin:
    """Stands before Wagtail's list view; `list_export` and `export_headings` keep their meaning.

    A cell may name an attribute or a method without arguments; dates and numbers keep their type.
    """

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """Answer with the rows in the format asked for."""
        note_download("list", self.get_filename(), spreadsheet_format, asked=self.request.GET)
        respond = xlsx_response if spreadsheet_format == self.FORMAT_XLSX else csv_response
        return respond(
            filename=self.get_filename(),
            header=[self.get_heading(queryset, field) for field in self.list_export],
            rows=([_cell(value) for value in self.to_row_dict(item).values()] for item in queryset),
        )


def _cell(value):
    return force_str(value, strings_only=True)
