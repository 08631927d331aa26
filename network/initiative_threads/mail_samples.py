"""Sample values of the mails about conversations of joint actions."""

from network.initiative_threads.mails import NAMES
from network.members.models import Member
from portal.shared.conversations.states import ReportReason, ReportState
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "title": "Samen een toetsproef",
        "path": "/samen/2345678923bcdf/gesprek/",
        "settings_path": "/samen/2345678923bcdf/",
        "state": "hidden",
        "reason": ReportReason.choices[1][1],
        "outcome": ReportState.choices[-1][1],
        "answer": "Het bericht is scherp, maar gaat over de toets en niet over een persoon.",
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(
            app="network/initiative_threads", name=name, context=_context, purpose=f"initiative_threads.{name}"
        )
