"""Pages behind a secret link: GET shows, POST acts (PRODUCT, "Always" 1)."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from portal.shared.links.actions import find_link
from portal.shared.links.errors import LinkError
from portal.shared.links.models import SecretLink


class SecretLinkView(View):
    """Finds the link of the `token` in the address and hands it to `show` or `act`.

    `act` calls `use_link` in the transaction of what it does. A link that doesn't work is answered here, the same way
    for GET and POST. Every answer stays out of caches and indexes and sends no path on in a Referer.
    """

    purpose: str
    refused_template = "links/refused.html"
    http_method_names = ["get", "head", "post", "options"]

    def show(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponseBase:
        """Give the page that asks; it changes nothing, for scanners open every link in a mail."""
        raise NotImplementedError(f"{type(self).__name__} has no show()")

    def act(self, request: HttpRequest, link: SecretLink, *, at: datetime) -> HttpResponse:
        """Do what the link is for, and use it."""
        raise NotImplementedError(f"{type(self).__name__} has no act()")

    def get(self, request: HttpRequest, *, token: str, **address) -> HttpResponseBase:
        return self._answer(request, token, self.show)

    def post(self, request: HttpRequest, *, token: str, **address) -> HttpResponse:
        return self._answer(request, token, self.act)

    def dispatch(self, request: HttpRequest, *args, **address) -> HttpResponseBase:
        response = super().dispatch(request, *args, **address)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        # Not "no-referrer": under it browsers send "Origin: null" with a form, which the token check refuses. This one
        # names the site at most, never the address with the token.
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    def _answer(self, request: HttpRequest, token: str, handler) -> HttpResponseBase:
        at = timezone.now()
        try:
            return handler(request, find_link(purpose=self.purpose, token=token, at=at), at=at)
        except LinkError as error:
            return render(request, self.refused_template, {"message": error.message}, status=error.status)
