"""Files that lie about what they are, that are broken, or that grow when they are opened."""

import io
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image

SCRIPT = b"<script>window.__x=1</script>"


def _picture(kind: str, size=(60, 40), **options) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, **options)
    return file.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png_that_says(width: int, height: int) -> bytes:
    """Give a PNG whose head names a size that its few bytes don't have."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = _chunk(b"IDAT", zlib.compress(b"\x00" * 900))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + data + _chunk(b"IEND", b"")


def _zip(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def _with_exif() -> bytes:
    exif = Image.Exif()
    exif[270], exif[315], exif[274] = SCRIPT.decode(), '"><img src=x onerror=alert(1)>', 99
    return _picture("JPEG", exif=exif)


def _ics(*lines: str) -> bytes:
    event = ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20261130T100000Z", *lines, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *event, "END:VCALENDAR", ""]).encode(
        "utf-8", "surrogatepass"
    )


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8)
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><svg>&y;</svg>'
START = "DTSTART:20270301T100000Z"
MAKERS = {
    "png": lambda: _picture("PNG"),
    "jpeg": lambda: _picture("JPEG"),
    "gif": lambda: _picture("GIF"),
    "webp": lambda: _picture("WEBP"),
    "tiff": lambda: _picture("TIFF"),
    "bmp": lambda: _picture("BMP"),
    "exif": _with_exif,
    "half png": lambda: _picture("PNG", (300, 300))[:200],
    "half jpeg": lambda: _picture("JPEG")[:300],
    "half webp": lambda: _picture("WEBP")[:30],
    "flipped jpeg": lambda: _picture("JPEG").replace(b"\xff\xc0", b"\xff\xc1").replace(b"\x08", b"\xff"),
    "huge png": lambda: _png_that_says(60_000, 60_000),
    "no-size png": lambda: _png_that_says(0, 0),
    "thin png": lambda: _png_that_says(1, 2_000_000),
    "gif and script": lambda: b"GIF89a/*" + SCRIPT + b"*/=1;",
    "png and html": lambda: _picture("PNG") + b"<html>" + SCRIPT,
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>" + SCRIPT + b"</svg>",
    "laughing svg": lambda: LAUGHS + b"]><svg>&i;</svg>",
    "reading svg": lambda: OUTSIDE,
    "eps": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "heif": lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200,
    "avif": lambda: b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf" + b"\xff" * 200,
    "ico": lambda: _picture("ICO"),
    "nothing": lambda: b"",
    "nul": lambda: b"\x00" * 5000,
    "program": lambda: b"MZ\x90\x00" + b"\x00" * 500,
    "html": lambda: b"<!doctype html>" + SCRIPT,
    "pdf": lambda: b"%PDF-1.4\n1 0 obj\n<</JS (app.alert(1))>>\nendobj\n%%EOF",
    "zip": lambda: _zip({"../../x.txt": b"x"}),
    "xlsx bomb": lambda: _zip({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b" " * 20_000_000}),
    "docx laughs": lambda: _zip({"[Content_Types].xml": LAUGHS + b"]><x>&i;</x>", "word/document.xml": OUTSIDE}),
    "csv": lambda: "\ufeffvan;naar\r\n/a;/b\r\n=1+1;@x\r\n\x00;\x00".encode(),
    "bad csv": lambda: b'"a;"b\n\xff\xfe;' + b"x" * 200_000,
    "json": lambda: b'[{"a": ' * 3000,
    "ics": lambda: _ics(START, "SUMMARY:Bijeenkomst"),
    "ics forever": lambda: _ics(START, "SUMMARY:x", "RRULE:FREQ=SECONDLY"),
    "ics often": lambda: _ics(START, "SUMMARY:x", "RRULE:FREQ=SECONDLY;COUNT=999999999;BYMONTH=2;BYMONTHDAY=30"),
    "ics wrong rule": lambda: _ics(START, "RRULE:FREQ=;INTERVAL=-1;COUNT=x", "EXDATE:x", "RDATE:99999999"),
    "ics wrong times": lambda: _ics("DTSTART;TZID=Nergens/Hier:20279931T996161", "DTEND:x", "DURATION:-P99999D"),
    "ics far": lambda: _ics("DTSTART:00010101T000000Z", "DTEND:99991231T235959Z", "SUMMARY:" + "x" * 5000),
    "ics hostile": lambda: _ics(
        START, "SUMMARY:a\x00\u202e" + SCRIPT.decode(), "URL:javascript:alert(1)", "LOCATION:\\n\r\n x"
    ),
    "ics many": lambda: b"BEGIN:VCALENDAR\r\n" + _ics(START, "SUMMARY:x")[17:-15] * 400 + b"END:VCALENDAR\r\n",
    "ics nested": lambda: b"BEGIN:VCALENDAR\r\n" * 500,
    "ics unended": lambda: b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "ics params": lambda: _ics(START + ";X=" + '"' * 900, 'ATTENDEE;CN="a:b;c":mailto:x@y.z', "ORGANIZER:;;;"),
}
NAMES = (
    "foto.png",
    "foto.jpg",
    "lijst.xlsx",
    "agenda.ics",
    "verslag.docx",
    "lijst.csv",
    "tekst.txt",
    "foto.svg",
    "pakket.zip",
    "../../etc/foto.png",
    "C:\\foto.png",
    "a\r\nX-Injected: ja.png",
    "foto\u202egpj.exe",
    "x" * 300 + ".png",
    "",
    ".",
    "..",
    ".png",
    "zonder",
    'a";filename="b.png',
    "a\x00.png",
    "foto.php.png",
    "🌉é.png",
    "%00%2f.png",
    "<img src=x onerror=alert(1)>.png",
    "\ud800.png",
    "a/b.png",
    " .png",
    "=1+1.csv",
)
TYPES = (
    "image/png",
    "image/jpeg",
    "text/html",
    "image/svg+xml",
    "text/calendar",
    "",
    "x" * 300,
    "é",
    "application/zip",
)


@cache
def content(name: str) -> bytes:
    """Give the bytes of a file of this list."""
    return MAKERS[name]()
