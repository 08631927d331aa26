"""Documents as accessible PDF: PDF/UA-1, tagged, in Dutch (DOMAIN 13)."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from portal.shared.documents.letters import printable

FONTS = Path(__file__).parent / "fonts"
STANDARD = "ua-1"
# What may stand in the data of a document; decimals and dates are written out by who fills it.
Value = str | int | bool | None | Mapping[str, "Value"] | Sequence["Value"]


class DataRefused(TypeError):
    """A value that a document can't hold."""

    def __init__(self, value: object) -> None:
        super().__init__(
            f"The data of a PDF holds {value!r} of type {type(value).__name__}; "
            "wanted str, int, bool, None, mappings or sequences of these. Format it first."
        )


def templates_folder() -> Path:
    """Give the folder of the .typ templates; typst can read no file outside it."""
    return Path(settings.BASE_DIR) / "templates" / "pdf"


def clean_data(value: Value) -> Value:
    """Give the data with only characters that can be shown, all through.

    Raises:
        DataRefused: A value is of another kind, e.g. a float or a lazy text.
    """
    if isinstance(value, str):
        return printable(str(value))
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(name): clean_data(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [clean_data(part) for part in value]
    raise DataRefused(value)


def render_pdf(template_name: str, data: Mapping[str, Value], *, dated: datetime | None = None) -> bytes:
    """Set a document.

    What members wrote goes in as data and is never read as markup: the template gets it as one JSON text.

    Parameters:
        template_name: A file in templates/pdf/, without ".typ"; its head says which data it wants.
        data: For the template. Needs "title"; the language is Dutch.
        dated: Aware moment that stands in the file as its date; the same data and moment give the same bytes.
            Without it, 1 January 1970.

    Returns:
        The file: tagged PDF/UA-1, fonts included.

    Raises:
        DataRefused: The data holds something that can't be shown.
        typst.TypstError: The template is wrong, or asks for data that isn't there.
    """
    # Seven megabytes that a process only takes once it sets a document.
    import typst  # noqa: PLC0415

    source = templates_folder() / f"{os.path.basename(template_name)}.typ"
    moment = (dated or datetime(1970, 1, 1, tzinfo=UTC)).astimezone(UTC)
    pdf = typst.compile(
        str(source),
        root=str(templates_folder()),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(clean_data(data), ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=int(moment.timestamp()),
    )
    return bytes(pdf)
