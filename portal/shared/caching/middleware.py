"""Keeps whole pages for visitors who are not signed in, for as long as nothing on the site changes.

A kept page is shown only to a request without any cookie but the language, and only while the version of versions.py
is the one it was made under: one small query per request, so that a page that was withdrawn, restricted or changed is
gone at once in every process. Pages that set a cookie, hold a form with a token, or are marked private are not kept.
With a cache service (common_shelf.py) a page that one process made is shown by all.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from portal.shared.caching.common_shelf import COMMON
from portal.shared.caching.versions import current_version, has_unfinished_changes, one_request

# Pages know what day it is, so no page is kept much longer than a minute even when nothing changes.
SECONDS_KEPT = 60
MOST_KEPT = 400
LARGEST_KEPT = 200_000
LONGEST_QUERY = 120
# What a kept page goes out with; an answer that says so itself may be kept, too.
KEPT_CONTROL = "public, max-age=0, must-revalidate"
KEPT_TYPES = ("text/html", "text/calendar")
PRIVATE_WORDS = ("private", "no-store", "no-cache", "max-age")
KNOWN_VARY = {"cookie", "accept-encoding", "hx-request"}
# Each sets headers of its own per request.
NOT_COPIED = {"x-request-id"}


class KeptHeaders(ResponseHeaders):
    """Headers that were checked once; a copy of them is not checked again, which is a tenth of a kept page."""

    def copy(self) -> "KeptHeaders":
        twin = type(self)({})
        twin._store = self._store.copy()
        return twin


@dataclass(frozen=True)
class KeptPage:
    """One answer as it went out, without what belongs to one request."""

    version: str
    until: float
    body: bytes
    headers: KeptHeaders


class Shelf:
    """The kept pages of this process; the one not asked for longest goes first."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple, KeptPage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple, version: str) -> KeptPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.version != version or page.until < time.monotonic():
                del self._pages[key]
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: tuple, page: KeptPage) -> None:
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > MOST_KEPT:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


SHELF = Shelf()


def _key(request: HttpRequest) -> tuple | None:
    """Give under which name the answer is kept, or None for a request whose answer is never kept."""
    meta = request.META
    if request.method != "GET" or "HTTP_AUTHORIZATION" in meta or "HTTP_HX_REQUEST" in meta or "HTTP_RANGE" in meta:
        return None
    if request.path.startswith(settings.PORTAL_UNKEPT_PATHS) or not request.COOKIES.keys() <= {
        settings.LANGUAGE_COOKIE_NAME
    }:
        return None
    query = meta.get("QUERY_STRING", "")
    if query and (len(query) > LONGEST_QUERY or not request.GET.keys() <= settings.PORTAL_KEPT_PARAMETERS):
        return None
    # As it was sent: a host that isn't ours gets no answer that may be kept, and so finds none.
    host = meta.get("HTTP_HOST") or meta["SERVER_NAME"]
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if language and language not in dict(settings.LANGUAGES):
        return None
    return (request.scheme, host, request.path, query, language, "gzip" in meta.get("HTTP_ACCEPT_ENCODING", ""))


def _may_be_kept(request: HttpRequest, response) -> bool:
    if response.status_code != 200 or response.streaming or response.cookies or response.has_header("Set-Cookie"):
        return False
    if not response.get("Content-Type", "").startswith(KEPT_TYPES) or len(response.content) > LARGEST_KEPT:
        return False
    control = response.get("Cache-Control", "").lower()
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    is_private = control != KEPT_CONTROL and any(word in control for word in PRIVATE_WORDS)
    if is_private or not vary <= KNOWN_VARY:
        return False
    user = getattr(request, "user", None)
    session = getattr(request, "session", None)
    # Asked for a token, wrote in a session, or signed in on the way: the answer is one person's.
    return not (
        "CSRF_COOKIE" in request.META or (session is not None and session.modified) or (user and user.is_authenticated)
    )


class KeptPagesMiddleware:
    """Answer visitors from the kept pages, and keep what may be kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with one_request():
            key = _key(request)
            version = current_version() if key else ""
            if not version:
                return self.get_response(request)
            page = SHELF.get(key, version) or self._of_another_process(key, version)
            if page is not None:
                return self._answer(request, page)
            response = self.get_response(request)
            if _may_be_kept(request, response) and current_version() == version and not has_unfinished_changes():
                patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
                patch_vary_headers(response, ["Cookie"])
                headers = tuple((name, value) for name, value in response.items() if name.lower() not in NOT_COPIED)
                SHELF.put(
                    key, KeptPage(version, time.monotonic() + SECONDS_KEPT, response.content, KeptHeaders(headers))
                )
                COMMON.put(key, version, body=response.content, headers=headers, seconds=SECONDS_KEPT)
            return response

    @staticmethod
    def _of_another_process(key: tuple, version: str) -> KeptPage | None:
        found = COMMON.get(key, version)
        if found is None:
            return None
        body, headers, seconds = found
        page = KeptPage(version, time.monotonic() + min(seconds, SECONDS_KEPT), body, KeptHeaders(headers))
        SHELF.put(key, page)
        return page

    @staticmethod
    def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
        response = HttpResponse(page.body)
        response.headers = page.headers.copy()
        if "HTTP_IF_NONE_MATCH" not in request.META:
            return response
        return get_conditional_response(request, etag=response.headers.get("ETag"), response=response)
