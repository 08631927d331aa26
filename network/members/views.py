"""Profiles: someone's page, and one's own form with a preview."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from network.members.forms import ProfileForm
from network.members.models import Member
from network.members.profiles import profile_for, subject_of
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer
from portal.shared.limits.views import paced_people
from portal.shared.registries.crossings import profile_offers

# As whom a member may look at the own profile: the part of the address, and what it is called.
PREVIEWS = {
    "iedereen": gettext_lazy("Everyone"),
    "leden": gettext_lazy("Members"),
    "school": gettext_lazy("My school"),
}
# Nobody's key: a preview shows what others see, so it must not be the member's own.
_NOBODY = ""


@require_safe
@paced_people
def member_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Show what this viewer may see of someone; a hidden person answers like one who doesn't exist."""
    today, viewer = timezone.localdate(), viewer_of(request)
    member = Member.objects.filter(key=key).visible_to(viewer, on=today).first()
    if member is None:
        raise Http404
    offers = [offer for source in profile_offers for offer in source.offers(member.key, viewer)]
    return render(
        request,
        "network/member_detail.html",
        {"profile": profile_for(viewer, member, on=today), "preview": "", "offers": offers},
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """Change one's own profile; what was typed stays when something is not right yet."""
    form = ProfileForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.apply()
        messages.success(request, _("Your profile is saved."))
        return redirect("members:edit_profile")
    return render(request, "network/profile_form.html", {"form": form, "previews": PREVIEWS})


@login_required
@require_safe
def preview_profile(request: HttpRequest, as_whom: str) -> HttpResponse:
    """Show one's own profile as others see it."""
    if as_whom not in PREVIEWS:
        raise Http404
    today = timezone.localdate()
    member = Member.objects.with_profile().get(pk=request.user.pk)
    stand_in = Viewer.anonymous()
    if as_whom != "iedereen":
        schools = subject_of(member, on=today).institution_ids if as_whom == "school" else frozenset()
        stand_in = Viewer(member_key=_NOBODY, is_member=True, institution_ids=schools)
    return render(
        request,
        "network/member_detail.html",
        {"profile": profile_for(stand_in, member, on=today), "preview": PREVIEWS[as_whom], "previews": PREVIEWS},
    )
