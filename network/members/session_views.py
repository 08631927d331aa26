"""Signing out on all other devices: after a phone was lost, or a second step changed."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.members.actions import end_sessions


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Ask, and then end every session of the member but this one."""
    if request.method == "POST":
        member = end_sessions(member=request.user)
        update_session_auth_hash(request, member)
        messages.success(request, _("You are signed out on all other devices."))
        return redirect("mfa_index")
    return render(request, "network/sign_out_elsewhere.html")
