"""What may stand in a cell."""

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Europe/Amsterdam")

# Read as the start of a formula by Excel, LibreOffice or Google Sheets (G28; OWASP, "CSV injection").
_FORMULA_STARTS = frozenset("=+-@")
_CONTROL_STARTS = frozenset("\t\r\n")
# Not allowed in XML 1.0, so not in a sheet; a lone surrogate can't be written in UTF-8 at all.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767  # of a sheet; one more and Excel calls the file damaged

Number = int | float | Decimal
Cell = str | Number | bool | date | datetime | time | None


def safe_text(text: str) -> str:
    """Give a text that no spreadsheet reads as a formula.

    A text that starts with = + - @, also in full width, also after spaces, or with TAB or a line end, gets an
    apostrophe in front. Characters that can't be written are dropped first, so that they can't hide the start.

    Parameters:
        text: What someone typed.
    """
    text = _UNWRITABLE.sub("", text)
    start = unicodedata.normalize("NFKC", text.lstrip()[:1])
    if (text and text[0] in _CONTROL_STARTS) or start[:1] in _FORMULA_STARTS:
        text = f"'{text}"
    return text[:_LONGEST_CELL]


def csv_cell(value: Cell) -> str | Number:
    """Give what the CSV writer writes: numbers stay numbers, moments are local, everything else is safe text."""
    if value is None:
        return ""
    if isinstance(value, Number) and not isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return _local(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(str(value))


def sheet_cell(value: Cell) -> str | Number | date | datetime | time | None:
    """Give what a sheet holds: numbers, dates and local times keep their type, everything else is safe text."""
    if value is None or (isinstance(value, Number) and not isinstance(value, bool)):
        return value
    if isinstance(value, datetime):
        return _local(value)
    if isinstance(value, date | time):
        return value
    return safe_text(str(value))


def _local(moment: datetime) -> datetime:
    """Give the clock face in the Netherlands; spreadsheets know no zones."""
    return moment.astimezone(LOCAL_ZONE).replace(tzinfo=None) if moment.tzinfo else moment
