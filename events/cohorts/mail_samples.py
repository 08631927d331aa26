"""Sample values of the mails about fixed groups."""

from events.cohorts.mails import NAMES
from network.models import Member
from portal.shared.conversations.states import ReportReason, ReportState
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "title": "Peergang i-coaches",
        "path": "/mijn/peergang/2345678923bcdf/",
        "answer_path": "/mijn/peergang/2345678923bcdf/antwoord/",
        "begin_path": "/mijn/bijdragen/nieuw/",
        "dates": [
            "donderdag 11 februari 2027, 10.00 tot 12.00 (Nederlandse tijd, CET)",
            "donderdag 11 maart 2027, 10.00 tot 12.00 (Nederlandse tijd, CET)",
        ],
        "remark": "De groep is voor coaches die net beginnen.",
        "who": "Femke Hoekstra",
        "was_asked": True,
        "state": "hidden",
        "reason": ReportReason.choices[1][1],
        "outcome": ReportState.choices[-1][1],
        "answer": "De notitie gaat over een les en niet over een persoon.",
        "story": "Wat wij leerden van elkaars lokaal",
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app="events/cohorts", name=name, context=_context, purpose=f"events.cohort_{name}")
