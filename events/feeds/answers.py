"""Answers of feeds: a strong tag, "nothing changed" before anything is made, and compressed once."""

import gzip
import re
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from events.calendars.writer import CONTENT_TYPE
from events.feeds.components import Store

COMPRESSED = Store(64)
# As GZipMiddleware reads it, which would compress again and weaken the tag.
_TAKES_GZIP = re.compile(r"\bgzip\b")
PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, max-age=0, must-revalidate"


def calendar_answer(
    request: HttpRequest,
    make: Callable[[], bytes],
    *,
    tag: str,
    changed_at: datetime | None,
    filename: str,
    is_private: bool = False,
) -> HttpResponse:
    """Answer with a calendar, or with 304 when the one who asks has it already.

    Parameters:
        request: Its If-None-Match and If-Modified-Since are looked at first.
        make: Gives the bytes; only called when they are sent.
        tag: Of these bytes and no others. The compressed bytes are others, and have a tag of their own (RFC 9110, 8.8).
        changed_at: When they last changed.
        filename: For who saves it.
        is_private: Of one member: in no shared cache, and its address in no Referer.
    """
    takes_gzip = bool(_TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")))
    etag = f'"{tag}-gzip"' if takes_gzip else f'"{tag}"'
    modified = int(changed_at.timestamp()) if changed_at else None
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = HttpResponse(content_type=CONTENT_TYPE)
        response.content = _compressed(tag, make, keep=not is_private) if takes_gzip else make()
        if takes_gzip:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.headers["ETag"] = etag
    if modified is not None:
        response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = PRIVATE if is_private else PUBLIC
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if is_private:
        response.headers["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _compressed(tag: str, make: Callable[[], bytes], *, keep: bool) -> bytes:
    body = COMPRESSED.get(tag) if keep else None
    if body is None:
        body = gzip.compress(make(), 6, mtime=0)
        if keep:
            COMPRESSED.put(tag, body)
    return body
