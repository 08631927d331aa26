"""What the list of sessions holds about a person: export, erasure, retention (portal.shared.registries)."""

from collections.abc import Mapping
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from network.members.rules import OLDEST_SESSION
from network.sessions.actions import erase_sessions, forget_ended_sessions
from portal.shared.registries.crossings import PersonalData, PersonalField


class SessionData(PersonalData):
    """The browsers in which one member is signed in."""

    label = _("Where you are signed in")
    models = (UserSession,)
    fields = (
        PersonalField(
            name="sessions",
            label=_("The browser and system, since when, and when you last used it"),
            purpose=_("So that you see where your account is open, and end that where you wish."),
            kept_for=OLDEST_SESSION,
            kept_until=_("until you sign out there; at the latest a day after the session ended"),
        ),
    )

    def export(self, member_key: str) -> Mapping[str, object]:
        """Give the sessions, the oldest first; without what opens them."""
        rows = UserSession.objects.filter(user__key=member_key).order_by("created_at", "pk")
        return {
            "sessions": [
                {
                    "device": row.user_agent,
                    "since": row.created_at.isoformat(),
                    "last_used_at": row.last_seen_at.isoformat(),
                }
                for row in rows
            ]
        }

    def erase(self, member_key: str, *, at: datetime) -> int:
        """Delete the list; the sessions themselves go with the traces."""
        return erase_sessions(member_key=member_key)

    def outdate(self, *, at: datetime) -> int:
        """Forget sessions that ended in another way than by signing out."""
        return forget_ended_sessions(at=at)


SESSION_DATA = SessionData()
