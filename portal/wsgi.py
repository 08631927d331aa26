"""WSGI entry point; granian serves it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")

application = get_wsgi_application()

# What is here now stays as long as the process: looking through it for garbage again and again is for nothing.
gc.collect()
gc.freeze()
