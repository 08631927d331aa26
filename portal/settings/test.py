"""Settings of the test suite: as production where it matters, on this machine, without sending anything."""

from portal.settings import reader
from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_DIR, VAR_DIR
from portal.settings.mail import mail_settings

DEBUG = False
SECRET_KEY = "test-only-not-a-secret-" + "x" * 40
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# The suite runs on SQLite in memory, or on the PostgreSQL that `make test-all` starts.
DATABASES = {"default": reader.database("PORTAL_TEST_DATABASE_URL", f"sqlite:///{VAR_DIR / 'test.sqlite3'}")}
PORTAL_DEMO = True
# Sweeps ask for every address; the tests of the limit set their own.
PORTAL_PEOPLE_PAGES_PER_HOUR = 100_000
PORTAL_REQUIRE_MFA = False
# Any key, so that the choices about messages on devices are there to be tested.
PORTAL_VAPID_PRIVATE_KEY = "A" * 42 + "E"
PORTAL_STEADY_MILLISECONDS = 0
# Nothing is asked outside; its own tests run a service themselves.
PORTAL_BREACHED_PASSWORDS_URL = ""
PORTAL_STYLEGUIDE = True
PORTAL_SEARCH_LOG_SECONDS = 0
# The same answers whether or not the extra is installed; its own tests switch it on.
PORTAL_SEARCH_MEANING = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = BASE_DIR / "var" / "test-media"
PORTAL_PRIVATE_DIR = BASE_DIR / "var" / "test-private"
WHITENOISE_USE_FINDERS = True
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "renditions"},
}
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
globals().update(mail_settings(backend="django.core.mail.backends.locmem.EmailBackend"))
