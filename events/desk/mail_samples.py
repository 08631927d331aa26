"""Sample values of a message of organisers."""

from events.desk.mails import MESSAGE
from events.desk.states import Reach
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "name": "Noor",
        "title": "Netwerkbijeenkomst: wat werkt?",
        "page_path": "/agenda/wat-werkt/",
        "reach": Reach.DATE,
        "when": "donderdag 11 februari 2027, 10.00 tot 12.00 (Nederlandse tijd, CET)",
        "subject_words": "Neem je laptop mee",
        "text": "We beginnen in lokaal B2.14.\n\nNeem een opgeladen laptop mee.",
        "sender": "Femke Hoekstra",
        "path": "/mijn/aanmeldingen/2345678923bcdf/",
        "is_test": False,
    }


def register() -> None:
    """Enter the sample; safe to call twice."""
    register_mail_sample(app="events/desk", name="message", context=_context, purpose=MESSAGE)
