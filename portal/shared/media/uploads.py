"""Making a safe picture of an uploaded file: read by Pillow, turned upright, written anew without any metadata."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from portal.shared.keys import new_key
from portal.shared.media.errors import PictureBroken, PictureRefused, PictureTooHeavy, PictureTooLarge

register_heif_opener()

Made = TypeVar("Made")

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 60_000_000
LONGEST_SIDE = 3000
# Raster formats only; the list also keeps Pillow's readers for fonts, documents and game textures out of reach.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "HEIF")
# What Pillow's readers raise for files that were damaged or made to harm.
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    OverflowError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def safe_picture(upload: UploadedFile) -> ContentFile:
    """Make a picture of an uploaded file that holds pixels and nothing else.

    Parameters:
        upload: As it came from the browser; its name and type are not believed.

    Returns:
        A JPEG, or a PNG where parts are see-through, at most 3000 pixels long, with a random name: the file's own
        name may name people, and nobody should guess the address of a picture in a draft.

    Raises:
        PictureTooHeavy, PictureTooLarge, PictureBroken, PictureRefused: With a sentence for the member.

    Source: RELIABILITY 2.2; the EXIF of a phone holds the place where it was taken.
    """
    return _made_from(upload, _written_anew)


def square_picture(upload: UploadedFile, *, side: int) -> bytes:
    """Make a square WebP of the middle of an uploaded picture, for portraits; no metadata comes along.

    Parameters:
        upload: As it came from the browser.
        side: Width and height in pixels.

    Raises:
        PictureTooHeavy, PictureTooLarge, PictureBroken, PictureRefused: With a sentence for the member.
    """
    return _made_from(upload, lambda picture: _cut_square(picture, side))


def _made_from(upload: UploadedFile, make: Callable[[Image.Image], Made]) -> Made:
    if upload.size is None or upload.size > MAX_BYTES:
        raise PictureTooHeavy
    # Read whole, at most 15 MB: Pillow closes the file it was given.
    data = BytesIO(upload.read())
    try:
        picture = Image.open(data, formats=FORMATS)
    except Image.UnidentifiedImageError:
        raise PictureRefused from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureTooLarge from None
    except UNREADABLE:
        raise PictureBroken from None
    # From the header, before one pixel is unpacked.
    if picture.width * picture.height > MAX_PIXELS:
        raise PictureTooLarge
    try:
        return make(picture)
    except UNREADABLE:
        raise PictureBroken from None


def _cut_square(picture: Image.Image, side: int) -> bytes:
    picture.load()
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    cut = ImageOps.fit(upright, (side, side))
    # See-through parts become paper; a fresh picture of the pixels alone.
    clean = Image.new("RGB", cut.size, "white")
    clean.paste(cut, mask=cut)
    written = BytesIO()
    clean.save(written, "WEBP", quality=82, method=4)
    return written.getvalue()


def _written_anew(picture: Image.Image) -> ContentFile:
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    picture.load()
    picture = ImageOps.exif_transpose(picture)
    is_see_through = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    picture = picture.convert("RGBA" if is_see_through else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A fresh picture of the pixels alone: no EXIF, no comments, no colour profile come along.
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    kind, options = ("PNG", {"optimize": True}) if is_see_through else ("JPEG", {"quality": 86, "progressive": True})
    written = BytesIO()
    clean.save(written, kind, **options)
    return ContentFile(written.getvalue(), name=f"{new_key()}.{'png' if is_see_through else 'jpg'}")
