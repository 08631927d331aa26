"""Sample values of the mails between members."""

from datetime import UTC, datetime

from network.members.models import Member
from portal.shared.outbox.previews import register_mail_sample

NAMES = ("message", "reported", "outcome", "removed", "request", "accepted")


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "sender_name": "Daan 't Hart",
        "asker_name": "Daan 't Hart",
        "other_name": "Daan 't Hart",
        "message": "Hoi Noor, hoe pakken jullie het lesbezoek aan?",
        "note": "We spraken elkaar bij de werkplaats.",
        "path": "/mijn/berichten/voorbeeld/",
        "reason": "Dit gaat over een persoon en niet over het werk.",
        "answer": "Het bericht is scherp, maar mag.",
        "is_upheld": False,
        "until": datetime(2027, 1, 15, 12, tzinfo=UTC),
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app="network/contact", name=name, context=_context, purpose=f"network.contact_{name}")
