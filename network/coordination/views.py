"""The coordinator's page: who says that they work at the school, with one button each."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from network.coordination.waiting import claims_at, coordinated_schools
from network.members.actions import confirm_affiliation


@login_required
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Show who waits at the schools one coordinates; for anyone else there is no such page."""
    today = timezone.localdate()
    schools = coordinated_schools(request.user, on=today)
    if not schools:
        raise Http404
    return render(
        request,
        "network/coordination/claims.html",
        {"claims": claims_at(schools, on=today), "schools": schools},
    )


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Confirm that a person works at one of one's own schools; a second click changes nothing."""
    today = timezone.localdate()
    schools = [school for school in coordinated_schools(request.user, on=today) if school.slug == slug]
    found = list(claims_at(schools, on=today).filter(member__key=key))
    if not found:
        raise Http404
    for claim in found:
        confirm_affiliation(affiliation=claim)
    text = _("%(person)s stands on the page of %(school)s as confirmed now.")
    messages.success(request, text % {"person": found[0].member, "school": schools[0]})
    return redirect("coordination:claims")
