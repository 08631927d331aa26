"""A pilot report as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer
from portal.shared.pages.addresses import with_addresses
from stories.insights.contexts import insights_spoken_to
from stories.insights.states import SourceKind
from stories.pilots.models import PilotReportPage
from stories.pilots.pdf import data_etag, pdf_of_data, pilot_data


@require_safe
def pilot_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a report that the reader may see as PDF; set again only when something in it changed."""
    page = PilotReportPage.objects.visible_to(viewer_of(request)).filter(slug=slug).first()
    if page is None:
        raise Http404
    page = with_addresses([page])[0]
    # The file may be passed on: it holds of the insights only what everyone may see.
    rows = insights_spoken_to(kind=SourceKind.PILOT, key=str(page.pk), viewer=Viewer.anonymous())
    data = pilot_data(page, rows)
    etag = data_etag(data)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = HttpResponse(pdf_of_data(page, data), content_type="application/pdf")
    response.headers["ETag"] = etag
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=f"{slug}.pdf")
    response.headers["X-Robots-Tag"] = "noindex"
    return response
