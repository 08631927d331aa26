"""The control of the bench: a bare Django view of 22 kB, behind the same server as the portal."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

BODY = b"x" * 22 * 1024

settings.configure(ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY="control-" + "x" * 50)


def page(request):
    """Give the same body to everyone."""
    return HttpResponse(BODY)


urlpatterns = [path("", page)]
application = get_wsgi_application()
