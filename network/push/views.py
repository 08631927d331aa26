"""Choosing which messages come to which device. Nothing is shown or taken while the portal has no key."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.errors import NetworkError
from network.push.actions import add_device, choose_purposes, remove_device
from network.push.forms import PushForm
from network.push.panel import SESSION_NAME, panel_for
from network.push.rules import device_name

PLACE = "following:mail_choices"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Choose the messages; with what the browser gave, also switch this device on."""
    form = PushForm(request.POST, member=request.user) if request.method == "POST" else None
    panel = panel_for(request, form=form)
    if panel is None:
        raise Http404
    if form is not None and form.is_valid() and _take(request, form):
        return redirect(PLACE)
    return render(request, "network/push/choices.html", {"push": panel})


def _take(request: HttpRequest, form: PushForm) -> bool:
    at, data = timezone.now(), form.cleaned_data
    if not form.adds_device:
        choose_purposes(member=request.user, purposes=data["purposes"], at=at)
        messages.success(request, _("Your choices are saved."))
        return True
    try:
        row = add_device(
            member=request.user,
            endpoint=data["endpoint"],
            p256dh=data["p256dh"],
            auth=data["auth"],
            device=device_name(request.headers.get("User-Agent", "")),
            at=at,
        )
    except NetworkError as error:
        form.add_error(None, error.message)
        return False
    choose_purposes(member=request.user, purposes=data["purposes"], at=at)
    request.session[SESSION_NAME] = row.key
    messages.success(request, _("This device gets messages from now on. When you sign out here, that ends."))
    return True


@login_required
@require_POST
def forget(request: HttpRequest, key: str) -> HttpResponse:
    """Stop the messages to one device."""
    if not remove_device(member=request.user, key=key):
        raise Http404
    if request.session.get(SESSION_NAME) == key:
        del request.session[SESSION_NAME]
    messages.success(request, _("This device gets no messages any more."))
    return redirect(PLACE)
