"""Sample values of the mails about pairs."""

from events.matching.mails import APP, NAMES, purpose_of
from network.models import Member
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "is_host": False,
        "own_title": "Docent horeca zoekt plek bij informatiemanagement",
        "other_title": "Meelopen met de servicedesk",
        "school": "ROC De Nieuwe Vaart (voorbeeld)",
        "reasons": "zelfde thema: toetsing · 25 km · jullie kunnen allebei in maart",
        "path": "/uitwisseling/plekken/2345678923bcdf/",
        "stop": "https://voorbeeld.example/mail-afmelden/2345678923bcdf/",
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app=APP, name=name, context=_context, purpose=purpose_of(name))
