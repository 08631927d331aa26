"""Serves the sizes of pictures, and documents: originals and private collections never leave by address."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve
from wagtail.images.models import SourceImageIOError

from portal.shared.media.access import is_open
from portal.shared.media.models import PortalImage, PortalRendition

A_YEAR = 365 * 24 * 3600
COLUMN_SIZE = "max-1200x1200|format-webp"


@require_safe
def rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """Give one size of a picture.

    A picture in a private collection answers like a missing one, but for who may enter /beheer/, where editors see it,
    and for who uploaded it: its writer sees it in the own draft.
    """
    row = PortalRendition.objects.filter(file=path).select_related("image").first()
    if row is None:
        raise Http404
    is_public = is_open(row.image)
    if not is_public and not _may_see_draft(request.user, row.image):
        raise Http404
    response = _file_of(row)
    # The name of a size follows from the picture's content, so it never changes.
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if is_public else "private, no-store"
    return response


def small_picture(image: PortalImage) -> FileResponse:
    """Give a picture in the size of a text column; the caller has decided who may see it, and says who may keep it.

    Raises:
        Http404: Its file is gone.
    """
    try:
        return _file_of(image.get_rendition(COLUMN_SIZE))
    except SourceImageIOError:
        raise Http404 from None


def _file_of(row: PortalRendition) -> FileResponse:
    try:
        response = FileResponse(row.file.open("rb"))
    except FileNotFoundError:
        raise Http404 from None
    response.headers["Content-Security-Policy"] = settings.PORTAL_FILE_CSP
    return response


def _may_see_draft(user, image: PortalImage) -> bool:
    is_own = user.is_authenticated and image.uploaded_by_user_id == user.pk
    return is_own or user.has_perm("wagtailadmin.access_admin")


def document(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponseBase:
    """Give a document as Wagtail does, with a policy under which a browser runs nothing of what it may hold."""
    response = serve(request, document_id, document_filename)
    if response.has_header("Content-Disposition"):
        response.headers["Content-Security-Policy"] = settings.PORTAL_FILE_CSP
    return response
