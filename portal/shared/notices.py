"""Where "saved" and other one-time messages wait for the next page, on a real server."""

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostOnlyCookieStorage(CookieStorage):
    """A cookie that browsers take from this very host only, and over TLS; see the settings of production."""

    cookie_name = "__Host-messages"


class HostOnlyStorage(FallbackStorage):
    """As Django's: the cookie, and the session for what is too long for it."""

    storage_classes = (HostOnlyCookieStorage, SessionStorage)
