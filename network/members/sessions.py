"""What tells one signed-in session from another, on the screen, without telling whose it is."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

LENGTH = 16
# Under this name a session holds since when it is one, in seconds since 1970.
BEGAN_AT = "began_at"


def session_tag(request: HttpRequest) -> str:
    """Give 16 letters and digits for this member in this session; empty for who is not signed in.

    The service worker names what it keeps for a member by it: another session, or another member, is another name.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    value = f"{user.key}:{request.session.session_key}"
    return salted_hmac("network.members.sessions", value, algorithm="sha256").hexdigest()[:LENGTH]
