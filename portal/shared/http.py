"""What every response carries: a request id, a strict content policy, and no shared caching of private pages."""

import logging
import re
import secrets
import traceback
from collections.abc import Set as AbstractSet
from contextvars import ContextVar
from types import TracebackType

from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.http import Http404, HttpRequest
from django.middleware.security import SecurityMiddleware
from django.urls import get_resolver
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_permissions_policy import PermissionsPolicyMiddleware

from portal.shared.caching.middleware import KeptHeaders

logger = logging.getLogger("portal.http")

_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class SafeHeadersMiddleware:
    """Give every answer the headers of RELIABILITY G23, also one that was given before the others had their turn.

    A request for another host, or without encryption, is turned away by the first middlewares, and a kept page that
    did not change is a bare 304: neither passes the middleware that sets the policy. What an answer has is left alone.
    A kept page has them all; it passed the others when it was made.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.security = SecurityMiddleware(get_response)
        self.floor = {
            "Content-Security-Policy": build_policy(),
            "Permissions-Policy": PermissionsPolicyMiddleware(get_response).permissions_policy,
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
        }

    def __call__(self, request):
        response = self.get_response(request)
        if isinstance(response.headers, KeptHeaders):
            return response
        for name, value in self.floor.items():
            response.headers.setdefault(name, value)
        return self.security.process_response(request, response)


class RequestIdMiddleware:
    """Give each request an id, from the proxy's X-Request-ID when it is a sane one, and answer with it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        token = _request_id.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _request_id.reset(token)
        response.headers["X-Request-ID"] = request_id
        return response


def current_request_id() -> str:
    """Give the id of the request at hand, "-" outside one."""
    return _request_id.get()


class RequestIdFilter(logging.Filter):
    """Put the id of the request at hand on each log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _request_id.get()
        return True


class SecretPathFilter(logging.Filter):
    """Keep secrets that stand in addresses out of every log (RELIABILITY G26); settings name the addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            text = record.getMessage()
        except (TypeError, ValueError):
            return True  # logging itself tells of arguments that don't fit
        masked = settings.PORTAL_SECRET_PATHS.sub(r"\1***\3", text)
        if masked != text:
            record.msg, record.args = masked, ()
        return True


class StorablePathMiddleware:
    """Answer 404 to an address that no row can have: PostgreSQL stores no NUL, and UTF-8 no lone surrogate."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info or not _is_utf8(request.path_info):
            raise Http404
        return self.get_response(request)


# What reading a form or a list raises on words that no browser sends there.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError, ValidationError)

_OWN_CODE = frozenset({"portal", "home", "events", "stories", "network", "search"})
_FORM_READING = ("django.forms.", "django_filters.", "wagtail.")


class ReadableFormsMiddleware:
    """Answer 400 where /beheer/ was sent what none of its forms and lists send.

    Wagtail reads blocks, choosers, numbers of rows and filters as they come; a program that sends anything else would
    get an error that is reported as one of ours (RELIABILITY G21). Only errors that Django or Wagtail raised while they
    read a value that was sent count (`_reader_of`): any other stays an error. Each is logged with its traceback.
    """

    # Where Django and Wagtail turn what was sent into values; the last one signs off fields that may be missing.
    readers = frozenset({"value_from_datadict", "get_prep_value", "to_python", "bulk_to_python"})
    signed_reader = "ConfirmImportManagementForm.clean"
    # Rows that one form may say it has: each is made before it is judged, and Django stops at 2,000 only.
    most_rows = 200

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path.startswith(settings.PORTAL_ADMIN_PREFIX):
            return None
        # Wagtail takes a way back that is no address for the name of a view, after it did what was asked.
        way_back_to = request.POST.get("next") or request.GET.get("next")
        if way_back_to and "/" not in way_back_to:
            return self._refused(request, BadRequest("next"))
        if any(_number(request.POST[name]) > self.most_rows for name in request.POST if name.endswith("-TOTAL_FORMS")):
            return self._refused(request, BadRequest("rows"))
        return None

    def process_exception(self, request, exception):
        if not request.path.startswith(settings.PORTAL_ADMIN_PREFIX) or not isinstance(exception, _UNREADABLE):
            return None
        reader = _reader_of(exception.__traceback__, self.readers | {self.signed_reader})
        if reader is None:
            return None
        # Without the words of the exception: they hold what was typed.
        place = BadRequest("what was sent").with_traceback(exception.__traceback__)
        logger.warning("form not read error=%s in=%s", type(exception).__name__, reader, exc_info=place)
        return self._refused(request, exception)

    @staticmethod
    def _refused(request, exception):
        return get_resolver().resolve_error_handler(400)(request, exception=exception)


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0


def _reader_of(raised_at: TracebackType | None, readers: AbstractSet[str]) -> str | None:
    """Give the function that was reading what was sent when an error came up, None when the error is one of ours.

    It is one of ours when our own code ran below the reader, or when our own code gave the reader its value: between
    the two stands nothing of a form or a view of Django's or Wagtail's.

    Parameters:
        raised_at: Where the error passed, from the view down to where it was raised.
        readers: Names of functions that read, plain or with their class.
    """
    frames = [frame for frame, _line in traceback.walk_tb(raised_at)]
    modules = [frame.f_globals.get("__name__", "") for frame in frames]
    reader: str | None = None
    # From below: first the way down from the reader, then the way up to who asked it.
    for frame, module, caller in reversed(list(zip(frames, modules, ["", *modules], strict=False))):
        # Whom the database calls with a query hands it on: that the query breaks is none of its doing.
        is_own = module.partition(".")[0] in _OWN_CODE and not caller.startswith("django.db.backends.")
        if reader is None:
            if is_own:
                return None
            names = {frame.f_code.co_name, frame.f_code.co_qualname} & readers
            reader = min(names, default=None)
        elif module.startswith(_FORM_READING):
            return reader
        elif is_own:
            return None
    return reader


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class PathAwareCSPMiddleware(CSPMiddleware):
    """Send the strict policy everywhere, and the looser one only under the editor's prefix (DECISIONS 28)."""

    def process_response(self, request, response):
        if request.path.startswith(settings.PORTAL_ADMIN_PREFIX) and getattr(response, "_csp_update", None) is None:
            response._csp_replace = settings.PORTAL_ADMIN_CSP
        return super().process_response(request, response)


class PrivateWhenSignedInMiddleware:
    """Keep pages made for a signed-in person out of every cache, and off the screen after sign-out."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        user = getattr(request, "user", None)
        # Only look at the user when the session was read anyway: anonymous cached pages stay free of queries.
        if request.session.accessed and user is not None and user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["Cookie"])
        return response


def way_back(request: HttpRequest, *, fallback: str) -> str:
    """Give the address of ours that a form says to go back to ("next"), or else the fallback.

    Without a slash it is none: `redirect` would take it for the name of a view.
    """
    wanted = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and "/" in wanted else fallback
