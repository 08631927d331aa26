"""Pictures as HTML."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.models import SourceImageIOError

from portal.shared.media.access import is_open
from portal.shared.media.models import PortalImage

CARD_SIZE = "fill-640x480|format-webp"


def picture_of(image: PortalImage | None, *, alt: str, spec: str = CARD_SIZE, is_lazy: bool = True) -> SafeString | str:
    """Give the <img> of a picture in one size, or nothing when the file is gone or in a closed collection.

    Parameters:
        image: With prefetched renditions in lists.
        alt: Text for who can't see it; empty when the picture only decorates.
        spec: Wagtail's filter.
        is_lazy: False for the picture at the top of a page.
    """
    if image is None or not is_open(image):
        return ""
    try:
        rendition = image.get_rendition(spec)
    except SourceImageIOError:
        return ""
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="{}" decoding="async">',
        rendition.url,
        alt,
        rendition.width,
        rendition.height,
        "lazy" if is_lazy else "eager",
    )
