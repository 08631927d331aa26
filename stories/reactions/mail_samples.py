"""Sample values of the mails about reactions."""

from network.models import Member
from portal.shared.conversations.states import ReportReason
from portal.shared.outbox.previews import register_mail_sample
from stories.reactions.mails import CONTACT_PATH

NAMES = ("new", "reported", "hidden", "removed", "restored", "outcome")


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "title": "Koffie met het team",
        "path": "/reacties/bij/1/",
        "contact_path": CONTACT_PATH,
        "reason": ReportReason.choices[0][1],
        "is_upheld": False,
        "answer": "De reactie is scherp, maar gaat over de les en niet over een persoon.",
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app="stories/reactions", name=name, context=_context, purpose=f"stories.reaction_{name}")
