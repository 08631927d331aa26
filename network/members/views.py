"""Profiles: someone's page, and one's own form with a preview."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.members.actions import choose_language
from network.members.forms import LanguageForm, ProfileForm
from network.members.models import Member
from network.members.profiles import connections_shown, portrait_for, profile_for, subject_of
from network.members.viewers import viewer_of
from portal.shared.audiences.rules import Viewer
from portal.shared.http import way_back
from portal.shared.limits.views import paced_people
from portal.shared.registries.crossings import profile_offers

# As whom a member may look at the own profile: the part of the address, and what it is called.
PREVIEWS = {
    "iedereen": gettext_lazy("Everyone"),
    "leden": gettext_lazy("A member"),
    "school": gettext_lazy("Someone of my school"),
    "contact": gettext_lazy("A connection"),
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
    page = _page_of(member, viewer, on=today)
    return render(request, "network/member_detail.html", page | {"preview": "", "offers": offers})


@require_safe
def member_portrait(request: HttpRequest, key: str) -> HttpResponse:
    """Give the picture of someone to whom the portrait is shown; any other answers like one that doesn't exist."""
    portrait = portrait_for(viewer_of(request), key, on=timezone.localdate())
    if portrait is None:
        raise Http404
    response = HttpResponse(bytes(portrait.content), content_type="image/webp")
    # Asked anew each time: its owner may close it at any moment.
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = "inline"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """Change one's own profile; what was typed stays when something is not right yet."""
    form = ProfileForm(request.POST or None, request.FILES or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.apply(at=timezone.now())
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
    viewer = _stand_in(as_whom, member, on=today)
    context = _page_of(member, viewer, on=today) | {"preview": PREVIEWS[as_whom], "previews": PREVIEWS}
    return render(request, "network/member_detail.html", context)


def _stand_in(as_whom: str, member: Member, *, on: date) -> Viewer:
    if as_whom == "iedereen":
        return Viewer.anonymous()
    return Viewer(
        member_key=_NOBODY,
        is_member=True,
        institution_ids=subject_of(member, on=on).institution_ids if as_whom == "school" else frozenset(),
        connected_keys=frozenset({member.key}) if as_whom == "contact" else frozenset(),
    )


def _page_of(member: Member, viewer: Viewer, *, on: date) -> dict[str, object]:
    return {
        "profile": profile_for(viewer, member, on=on),
        "connections": connections_shown(viewer, member, on=on),
    }


@require_http_methods(["GET", "POST"])
def interface_language(request: HttpRequest) -> HttpResponse:
    """Ask in which language the portal speaks, and remember it: with a member, and in a cookie of this browser."""
    back = way_back(request, fallback="/")
    spoken = get_language()
    offered = request.GET.get("taal") or spoken
    form = LanguageForm(request.POST or None, initial={"language": offered})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["language"]
        if request.user.is_authenticated:
            choose_language(member=request.user, language=chosen)
        response = redirect(back)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
        return response
    # Whoever looks for another language may not read this one.
    shown = offered if offered in dict(settings.LANGUAGES) else spoken
    with override(shown):
        response = render(request, "network/language.html", {"form": form, "back": back})
    response.headers["Content-Language"] = shown
    return response
