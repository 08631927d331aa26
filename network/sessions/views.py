"""Where a member is signed in: looking, and ending it there. Ending asks who it is once more."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.sessions.actions import end_other_sessions, end_session
from network.sessions.reads import signed_in_of


def _is_post(request: HttpRequest) -> bool:
    return request.method == "POST"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(enabled=_is_post)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the sessions; a POST ends every one but this."""
    here = request.session.session_key
    if request.method == "POST":
        member = end_other_sessions(member=request.user, here=here)
        update_session_auth_hash(request, member)
        messages.success(request, _("You are signed out on all other devices."))
        return redirect("sessions:overview")
    found = signed_in_of(request.user, here=here, at=timezone.now())
    return render(request, "network/sessions/overview.html", {"sessions": found})


@login_required
@require_POST
@reauthentication_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session that is not this one."""
    if not end_session(member=request.user, pk=pk, here=request.session.session_key):
        raise Http404
    messages.success(request, _("You are signed out on that device."))
    return redirect("sessions:overview")
