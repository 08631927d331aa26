"""Where a session is seen in use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from network.members.models import Member
from network.push.rules import device_name
from network.sessions.actions import note_use


def note_request(request: HttpRequest, member: Member) -> None:
    """Write down the use of the session with which a member came; see `note_use` for how often."""
    device = device_name(request.headers.get("User-Agent", ""))
    note_use(member=member, session=request.session, device=device, at=timezone.now())


class SessionUseMiddleware:
    """Keep the list of a member's sessions up to date; whoever comes without a session is asked nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            note_request(request, request.user)
        response = self.get_response(request)
        # A new password, or signing out elsewhere, gives the session another key.
        if request.session.modified and request.user.is_authenticated:
            note_request(request, request.user)
        return response
