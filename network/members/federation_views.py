"""The way to the school's own sign-in page."""

from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def school_login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask first, and then lead on by a page of our own.

    Browsers hold a form to the content policy through all its redirects, and a federation redirects to addresses nobody
    can list; a page that leads on is no form.
    """
    response = views.login(request, provider_id)
    if request.method == "POST" and response.status_code == 302:
        page = render(request, "socialaccount/onward.html", {"onward_url": response.headers["Location"]})
        page.headers["Cache-Control"] = "private, no-store"
        return page
    return response
