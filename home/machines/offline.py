"""What browsers keep for when there is no connection: the page that says so, what that page is set in, and a pocket.

The pocket is one page of one member (events/pocket/), on a shelf of its own that goes when she signs out.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

# Each shelf of the service worker starts with this; a new version of what is on it gets a new name.
SHELF_PREFIX = "portal-offline-"
KEPT_FILES = ("css/portal.css", "fonts/atkinson.woff2", "fonts/bricolage.woff2", "js/portal.js")
# Its shelf is named for the session; static/js/portal/pocket.js knows this name, too.
POCKET_PREFIX = "portal-pocket-"
ICON_SIZE = 192


def offline_page() -> str:
    """Give the page for when there is no connection; it is the same for everyone."""
    return render_to_string("offline.html")


def kept_addresses() -> list[str]:
    """List what the service worker keeps for everyone; no page of the site and nothing of anyone."""
    return [reverse("home:offline"), *(static(name) for name in KEPT_FILES)]


@lru_cache(maxsize=1)
def service_worker() -> str:
    """Give the script of the service worker, named for what it keeps, so that browsers see when that changed."""
    content = hashlib.sha256(offline_page().encode())
    for name in KEPT_FILES:
        content.update(Path(finders.find(name)).read_bytes())
    context = {
        "shelf": SHELF_PREFIX + content.hexdigest()[:16],
        "prefix": SHELF_PREFIX,
        "offline_page": reverse("home:offline"),
        "kept": json.dumps(kept_addresses()),
        "editors": settings.PORTAL_ADMIN_PREFIX,
        "pocket_prefix": POCKET_PREFIX,
        "pocket_page": reverse("pocket:pocket"),
        "own_page": reverse("own_page"),
        "icon": reverse("home:icon", args=[ICON_SIZE]),
    }
    return render_to_string("home/service_worker.js", context)
