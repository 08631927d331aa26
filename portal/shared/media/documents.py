"""Whether a document is what its name says, before anybody downloads it (RELIABILITY G32; ASVS 5.2.2 and 5.2.3).

Nothing is unpacked before its size is known, and what a name promises is looked for in the content: the first bytes of
a PDF, the parts that an office file must have. A file that passes may still hold an attack on the program that opens
it; no virus scanner is part of the portal.
"""

import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO

from portal.shared.media.errors import (
    DocumentHoldsOther,
    DocumentLocked,
    DocumentRefused,
    DocumentRunsCode,
    DocumentTooLarge,
)

MOST_UNPACKED = 100 * 1024 * 1024
MOST_FILES = 2_000
# What each office file holds at least; Keynote wrote the second form until 2013.
PARTS = {
    "docx": ({"[Content_Types].xml", "word/document.xml"},),
    "pptx": ({"[Content_Types].xml", "ppt/presentation.xml"},),
    "xlsx": ({"[Content_Types].xml", "xl/workbook.xml"},),
    "key": ({"Index/Document.iwa"}, {"index.apxl"}),
}
OPEN_DOCUMENT = {"odp": "presentation", "ods": "spreadsheet", "odt": "text"}
# What may stand in a ZIP file besides documents, with the first bytes that it has.
PICTURES = {
    "gif": (b"GIF8",),
    "jpeg": (b"\xff\xd8\xff",),
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "webp": (b"RIFF",),
}
ENCRYPTED = 0x1
# What zipfile raises for files that were damaged or made to harm.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)


def check_document(name: str, file: BinaryIO) -> None:
    """Refuse a document whose content is not of the kind its name says; leaves the file at its beginning.

    Parameters:
        name: As it came from the browser; only what follows the last dot counts.
        file: Its content, already known to be small enough to store.

    Raises:
        DocumentRefused: One subclass per reason, each with a sentence for who chose the file.
    """
    kind = _kind_of(name)
    try:
        if kind == "zip":
            _check_archive(file)
        elif kind in KINDS:
            KINDS[kind](file, kind)
        else:
            raise DocumentRefused
    finally:
        file.seek(0)


def _kind_of(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def _check_pdf(file: BinaryIO, kind: str) -> None:
    file.seek(0)
    if not file.read(5) == b"%PDF-":
        raise DocumentRefused


def _check_text(file: BinaryIO, kind: str) -> None:
    file.seek(0)
    data = file.read()
    begins = {"ics": b"BEGIN:VCALENDAR", "vtt": b"WEBVTT"}.get(kind, b"")
    if b"\x00" in data or not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(begins):
        raise DocumentRefused


def _check_picture(file: BinaryIO, kind: str) -> None:
    file.seek(0)
    if not file.read(8).startswith(PICTURES[kind]):
        raise DocumentRefused


def _opened(file: BinaryIO) -> zipfile.ZipFile:
    """Open an archive by its list of content, and refuse what would be too much to unpack or can't be looked into."""
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except _UNREADABLE:
        raise DocumentRefused from None
    entries = archive.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise DocumentTooLarge
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise DocumentLocked
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise DocumentRefused
    return archive


def _check_office(file: BinaryIO, kind: str) -> None:
    archive = _opened(file)
    names = set(archive.namelist())
    if any(PurePosixPath(name).name.lower() == "vbaproject.bin" for name in names):
        raise DocumentRunsCode
    if not any(parts <= names for parts in PARTS[kind]):
        raise DocumentRefused


def _check_open_document(file: BinaryIO, kind: str) -> None:
    archive = _opened(file)
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
        raise DocumentRunsCode
    wanted = f"application/vnd.oasis.opendocument.{OPEN_DOCUMENT[kind]}"
    try:
        with archive.open("mimetype") as entry:
            found = entry.read(200)
    except (KeyError, *_UNREADABLE):
        raise DocumentRefused from None
    if found.strip() != wanted.encode():
        raise DocumentRefused


def _check_archive(file: BinaryIO) -> None:
    archive = _opened(file)
    for entry in archive.infolist():
        kind = _kind_of(entry.filename)
        if entry.is_dir():
            continue
        if kind not in IN_ARCHIVES:
            raise DocumentHoldsOther
        try:
            # Never longer than it says of itself, and those numbers were added up.
            with archive.open(entry) as content:
                IN_ARCHIVES[kind](content, kind)
        except _UNREADABLE:
            raise DocumentRefused from None


Check = Callable[[BinaryIO, str], None]
KINDS: dict[str, Check] = {
    "pdf": _check_pdf,
    **dict.fromkeys(("csv", "ics", "txt", "vtt"), _check_text),
    **dict.fromkeys(PARTS, _check_office),
    **dict.fromkeys(OPEN_DOCUMENT, _check_open_document),
}
IN_ARCHIVES: dict[str, Check] = {**KINDS, **dict.fromkeys(PICTURES, _check_picture)}
