"""Settings of a real server. Fails closed: each missing or unsafe value stops the start with a sentence."""

from portal.settings import reader, safety
from portal.settings.base import *  # noqa: F403
from portal.settings.base import (
    MEDIA_ROOT,
    PORTAL_INACTIVE_REMOVE_DAYS,
    PORTAL_INACTIVE_WARN_DAYS,
    PORTAL_PRIVATE_DIR,
    STATIC_ROOT,
)
from portal.settings.errors import report_errors
from portal.settings.logs import logging_of
from portal.settings.mail import mail_from_environment

DEBUG = False
SECRET_KEY = safety.secret_key()
ALLOWED_HOSTS = safety.hosts()
WAGTAILADMIN_BASE_URL = safety.base_url(ALLOWED_HOSTS)
DATABASES = {
    "default": reader.database("PORTAL_DATABASE_URL", "", is_pooled=reader.flag("PORTAL_DATABASE_POOLER", False))
}
PORTAL_METRICS_TOKEN = safety.metrics_token()
PORTAL_BREACHED_PASSWORDS_URL = safety.breached_passwords()
safety.refuse_demo_and_debug()
safety.refuse_unsafe_search()
safety.refuse_unsafe_addresses()
safety.refuse_unsafe_periods(warn_days=PORTAL_INACTIVE_WARN_DAYS, remove_days=PORTAL_INACTIVE_REMOVE_DAYS)
safety.refuse_absent_certificate()
safety.refuse_public_folders(private=PORTAL_PRIVATE_DIR, uploads=MEDIA_ROOT, public=STATIC_ROOT)

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# By their names, browsers take these cookies from this very host only, for the whole site, and over TLS.
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessie"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "__Host-taal"
MESSAGE_STORAGE = "portal.shared.notices.HostOnlyStorage"
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
globals().update(mail_from_environment())
LOGGING = logging_of(reader.optional("PORTAL_LOG_FORMAT", "json"))
report_errors(reader.optional("PORTAL_SENTRY_DSN", ""))
