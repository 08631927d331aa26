"""Settings of a real server. Fails closed: each missing or unsafe value stops the start with a sentence."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings import reader
from portal.settings.base import *  # noqa: F403
from portal.settings.errors import report_errors
from portal.settings.logs import logging_of
from portal.settings.mail import mail_from_environment

DEBUG = False
SECRET_KEY = reader.required("PORTAL_SECRET_KEY", "at least 50 random characters")
ALLOWED_HOSTS = reader.names("PORTAL_HOSTS", [])
WAGTAILADMIN_BASE_URL = reader.required("PORTAL_BASE_URL", "the address of the site, e.g. https://bruggen.example.nl")
DATABASES = {
    "default": reader.database("PORTAL_DATABASE_URL", "", is_pooled=reader.flag("PORTAL_DATABASE_POOLER", False))
}

if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("PORTAL_HOSTS is missing. Set it to the host names of the site, separated by commas.")
if reader.flag("PORTAL_DEMO", False):
    raise ImproperlyConfigured(
        "PORTAL_DEMO is on. The demo accounts share a public password; leave it out in production."
    )
if 0 < len(reader.optional("PORTAL_METRICS_TOKEN", "")) < 20:
    raise ImproperlyConfigured("PORTAL_METRICS_TOKEN is shorter than 20 characters. Make it longer, or leave it out.")
if not reader.flag("PORTAL_REQUIRE_MFA", True):
    raise ImproperlyConfigured(
        "PORTAL_REQUIRE_MFA is off. Editors sign in with a second factor; leave it out in production."
    )

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessie"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
globals().update(mail_from_environment())
LOGGING = logging_of(reader.optional("PORTAL_LOG_FORMAT", "json"))
report_errors(reader.optional("PORTAL_SENTRY_DSN", ""))
