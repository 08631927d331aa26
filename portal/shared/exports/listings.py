"""Downloads of Wagtail's lists and reports by our own writers: its own leave formulas in a CSV (RELIABILITY G28)."""

from django.http import HttpResponseBase
from django.utils.encoding import force_str
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from portal.shared.exports.downloads import note_download
from portal.shared.exports.responses import csv_response, xlsx_response
from portal.shared.exports.rules import Cell


class SafeSpreadsheetMixin:
    """Stands before Wagtail's list view; `list_export` and `export_headings` keep their meaning.

    A cell may name an attribute or a method without arguments; dates and numbers keep their type.
    """

    def as_spreadsheet(self, queryset, spreadsheet_format) -> HttpResponseBase:
        """Answer with the rows in the format asked for."""
        note_download("list", self.get_filename(), spreadsheet_format, asked=self.request.GET)
        respond = xlsx_response if spreadsheet_format == self.FORMAT_XLSX else csv_response
        return respond(
            filename=self.get_filename(),
            header=[self.get_heading(queryset, field) for field in self.list_export],
            rows=(
                [_cell(self, field, value, spreadsheet_format) for field, value in self.to_row_dict(item).items()]
                for item in queryset
            ),
        )


def guard_wagtails_own() -> None:
    """Let every list and report that Wagtail brings itself be written by our writers too; called when apps are ready.

    Their addresses name their classes, so that there is no other place to put ours before them.
    """
    SpreadsheetExportMixin.as_spreadsheet = SafeSpreadsheetMixin.as_spreadsheet


def _cell(view: SpreadsheetExportMixin, field: str, value: object, spreadsheet_format: str) -> Cell:
    own_words = view.custom_field_preprocess.get(field, {}).get(spreadsheet_format)
    if own_words is not None:
        value = own_words(value)
    if isinstance(value, (list, tuple)):
        value = ", ".join(force_str(part) for part in value)
    return force_str(value, strings_only=True)
