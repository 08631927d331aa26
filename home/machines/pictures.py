"""Pictures for machines: the one beside a shared link, and the icon of the installed portal."""

import hashlib

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from home.machines.canvas import app_icon, share_picture
from home.machines.views import ICON_SIZES, public_pages

# The drawing itself changed when this does, so that caches fetch it anew.
DRAWING = "1"
DAY = 24 * 60 * 60


@require_safe
def share(request, page_id: int):
    """Give the picture of a page that anyone may open; any other page is as if it did not exist."""
    title = public_pages().filter(pk=page_id).values_list("title", flat=True).first()
    if title is None:
        raise Http404
    mark = hashlib.sha256(f"{DRAWING}|{page_id}|{title}".encode()).hexdigest()[:32]
    etag = f'"{mark}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(share_picture(title, str(page_id)), content_type="image/png")
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@require_safe
def icon(request, size: int):
    """Give the icon in one of the sizes of the manifest."""
    if size not in ICON_SIZES:
        raise Http404
    answer = HttpResponse(app_icon(size), content_type="image/png")
    answer.headers["Cache-Control"] = f"public, max-age={DAY}"
    return answer
