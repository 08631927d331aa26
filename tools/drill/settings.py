"""Settings of the drills: production's, but static files are served from their sources, as no image collected them."""

from portal.settings.production import *  # noqa: F403

# A drill asks nobody outside.
PORTAL_BREACHED_PASSWORDS_URL = ""
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
