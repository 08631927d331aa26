"""Downloads of rows, safe to open in a spreadsheet (RELIABILITY G28)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from portal.shared.exports.rules import Cell, Number, csv_cell, sheet_cell

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BYTE_ORDER_MARK = "\ufeff"


def csv_response(*, filename: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingHttpResponse:
    """Stream rows as CSV.

    Parameters:
        filename: With or without ".csv"; any characters (RFC 6266 by Django).
        header: Names of the columns, in the reader's language.
        rows: As many cells as the header; read once, while sending.

    Returns:
        UTF-8 with byte order mark, semicolons and CRLF: what a Dutch Excel opens in columns on a double click.
    """
    response = StreamingHttpResponse(_csv_lines(header, rows), content_type=CSV_TYPE)
    return _as_download(response, filename, ".csv")


def xlsx_response(*, filename: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> FileResponse:
    """Give rows as one Excel sheet; written row by row.

    Parameters:
        filename: With or without ".xlsx"; any characters.
        header: Names of the columns; the first row, which stays in sight.
        rows: As many cells as the header; read once.
    """
    # Five megabytes that a process takes once it writes a sheet.
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=_("Overview"))
    sheet.freeze_panes = "A2"
    for row in _chain(header, rows):
        sheet.append([_named_bool(cell) if isinstance(cell, bool) else sheet_cell(cell) for cell in row])
    # Compressed in memory; openpyxl keeps the rows themselves on disk until here.
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX_TYPE)
    return _as_download(response, filename, ".xlsx")


def _chain(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield header
    yield from rows


def _csv_lines(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    line = io.StringIO(newline="")
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    line.write(_BYTE_ORDER_MARK)
    for row in _chain(header, rows):
        cells: list[str | Number] = [_named_bool(cell) if isinstance(cell, bool) else csv_cell(cell) for cell in row]
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _named_bool(value: bool) -> str:
    return _("Yes") if value else _("No")


def _as_download(response: HttpResponseBase, filename: str, suffix: str):
    name = filename if filename.endswith(suffix) else f"{filename}{suffix}"
    # A line end in a file name can't be sent at all; Django encodes everything else.
    name = " ".join(name.split())
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
