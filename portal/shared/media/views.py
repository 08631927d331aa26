"""Serves the sizes of pictures, and nothing else: originals and private collections never leave by address."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from portal.shared.media.access import is_open
from portal.shared.media.models import PortalRendition

A_YEAR = 365 * 24 * 3600


@require_safe
def rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """Give one size of a picture.

    A picture in a private collection answers like a missing one, but for who may enter /beheer/: editors see it there.
    """
    row = PortalRendition.objects.filter(file=path).select_related("image").first()
    if row is None:
        raise Http404
    is_public = is_open(row.image)
    if not is_public and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    try:
        file = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file)
    # The name of a size follows from the picture's content, so it never changes.
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if is_public else "private, no-store"
    return response
