"""Where a session is seen in use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from network.members.models import Member
from network.sessions.actions import note_use


def note_request(request: HttpRequest, member: Member) -> None:
    """Write down the use of the session with which a member came; see `note_use` for how often."""
    user_agent = request.META.get("HTTP_USER_AGENT", "")
    note_use(member=member, session=request.session, user_agent=user_agent, at=timezone.now())


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
