"""Settings of `run.py`: everything on this machine, in var/, with demo content."""

from portal.settings import reader
from portal.settings.base import *  # noqa: F403
from portal.settings.base import PORTAL_VAPID_PRIVATE_KEY, VAR_DIR
from portal.settings.mail import mail_settings

DEBUG = reader.flag("PORTAL_DEBUG", False)
SECRET_KEY = reader.optional("PORTAL_SECRET_KEY", "development-only-not-a-secret-" + "x" * 32)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *reader.names("PORTAL_HOSTS", [])]
PORTAL_DEMO = True
PORTAL_REQUIRE_MFA = reader.flag("PORTAL_REQUIRE_MFA", False)
PORTAL_STYLEGUIDE = True
# Served from the source folders: a start needs no collectstatic (ENGINEERING, trap 5).
WHITENOISE_USE_FINDERS = True
# Whitenoise warns about a folder that is not there, and a clone has no collected files.
STATIC_ROOT = None
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# `prepare` keeps a key here, so that messages on devices work on this machine, too.
PORTAL_PUSH_KEY_FILE = VAR_DIR / "state" / "push-key"
if not PORTAL_VAPID_PRIVATE_KEY and PORTAL_PUSH_KEY_FILE.exists():
    PORTAL_VAPID_PRIVATE_KEY = PORTAL_PUSH_KEY_FILE.read_text(encoding="ascii")
globals().update(
    mail_settings(backend="django.core.mail.backends.filebased.EmailBackend", file_path=str(VAR_DIR / "mail"))
)
