"""Sample values of the mails about proposals."""

from events.proposals.mails import NAMES
from network.models import Member
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "title": "Toetsen op de iPad",
        "path": "/agenda/voorstellen/2345678923bcdf/",
        "comment": "Zeg erbij voor wie het is.",
        "proposer": "Femke Hoekstra",
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app="events/proposals", name=name, context=_context, purpose=f"events.proposal_{name}")
