"""Sample values of the mails about followed calendars."""

from events.followed_calendars.mails import NAMES
from network.models import Member
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "school": "ROC Lindenwaard",
        "address": "https://www.lindenwaard.example/agenda.ics",
        "path": "/scholen/roc-lindenwaard/coordinatie/agenda/",
        "is_followed": False,
        "reason": "In deze agenda staan alleen vergaderingen van de school zelf.",
        "problem": "Er staat geen agenda op dit adres.",
        "times": 5,
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(
            app="events/followed_calendars", name=name, context=_context, purpose=f"events.calendar_{name}"
        )
