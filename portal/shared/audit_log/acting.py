"""Who acts: the person behind the request at hand, for acts that are not told by whom."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

from portal.shared.audit_log.states import ActorKind

_request: ContextVar[HttpRequest | None] = ContextVar("portal_acting_request", default=None)


class ActingMiddleware:
    """Remember the request while it is answered. Whose it is, is asked only when something is written down."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def acting() -> tuple[ActorKind, str]:
    """Give who acts, and that person's key; without a request it is the portal itself."""
    request = _request.get()
    if request is None:
        return ActorKind.SYSTEM, ""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ActorKind.VISITOR, ""
    return ActorKind.MEMBER, user.key
