"""Ticking off the steps of a route."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from network.members.viewers import viewer_of
from portal.shared.pages.addresses import with_addresses
from stories.routes.actions import tick_step
from stories.routes.models import RoutePage


@login_required
@require_POST
def tick(request: HttpRequest, page_id: int) -> HttpResponse:
    """Tick one step off or back, and return to it."""
    viewer = viewer_of(request)
    page = RoutePage.objects.visible_to(viewer).filter(pk=page_id).first()
    if page is None or not viewer.is_member:
        raise Http404
    try:
        step_id = UUID(request.POST.get("step", ""))
    except ValueError:
        raise Http404 from None
    place = request.user.affiliations.current(timezone.localdate()).select_related("institution").first()
    is_known = tick_step(
        page=page,
        member=request.user,
        step_id=step_id,
        is_done=request.POST.get("done") == "1",
        at=timezone.now(),
        institution=place.institution if place else None,
    )
    if not is_known:
        raise Http404
    number = next(number for number, block in enumerate(page.steps, start=1) if block.id == str(step_id))
    return HttpResponseRedirect(f"{with_addresses([page])[0].url}#stap-{number}")
