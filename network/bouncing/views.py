"""Whether mail reaches the one who is signed in, and trying it. GET shows, POST acts."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from network.bouncing.actions import confirm_arrival, send_test_mail
from network.bouncing.mails import TEST_PURPOSE
from network.bouncing.reads import bounce_of
from network.errors import NetworkError
from portal.shared.links.models import SecretLink
from portal.shared.links.views import SecretLinkView


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show whether mail to the own address comes back; a POST sends a test mail to it."""
    if request.method == "POST":
        try:
            send_test_mail(member=request.user, at=timezone.now())
        except NetworkError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("We sent you a test mail. Open the link in it."))
        return redirect("bouncing:check")
    return render(request, "network/bouncing/check.html", {"bounce": bounce_of(request.user)})


class ArrivedView(SecretLinkView):
    """The link in the test mail."""

    purpose = TEST_PURPOSE

    def show(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponse:
        return render(request, "network/bouncing/arrived.html")

    def act(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponse:
        confirm_arrival(link=link, at=at)
        return render(request, "network/bouncing/thanks.html")
