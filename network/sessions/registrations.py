"""What the list of sessions tells the registries of portal.shared, and what it hears of signing in and out."""

from django.contrib.auth.signals import user_logged_in, user_logged_out

from network.sessions.actions import forget_session
from network.sessions.middleware import note_request
from network.sessions.personal_data import SESSION_DATA
from portal.shared.registries.crossings import personal_data


def note_beginning(sender, request, user, **kwargs) -> None:
    """Put a new session on the list."""
    note_request(request, user)


def forget_end(sender, request, user, **kwargs) -> None:
    """Take a session off the list that its owner signs out of."""
    if request is not None and hasattr(request, "session") and request.session.session_key:
        forget_session(key=request.session.session_key)


def register() -> None:
    """Fill the registry and listen; safe to call twice."""
    personal_data.register("sessions", SESSION_DATA, position=12)
    user_logged_in.connect(note_beginning, dispatch_uid="network.sessions.note_beginning")
    user_logged_out.connect(forget_end, dispatch_uid="network.sessions.forget_end")
