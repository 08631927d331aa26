"""Sample values of the mails about applications."""

from datetime import UTC, date, datetime

from events.applications.mails import NAMES
from network.models import Member
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "title": "Een dag bij ons ICT-team",
        "other_name": "Daan 't Hart",
        "other_school": "Vakschool Waddenkust",
        "school": "Vakschool Waddenkust",
        "is_guest": True,
        "is_decider": True,
        "question": "Wat gebeurt er na een melding bij de servicedesk?",
        "month": date(2027, 3, 1),
        "place": "Een dag bij ons ICT-team",
        "wish": "Meekijken bij de servicedesk",
        "text": "Dinsdag en donderdag passen mij het best.",
        "message": "Kom je om half negen? Dan loop je de dagstart mee.",
        "note": "In maart is het bij ons te druk. Na de zomer graag.",
        "until": datetime(2027, 1, 15, 16, tzinfo=UTC),
        "path": "/mijn/uitwisseling/aanvragen/2345678923bcdf/",
        "watch_path": "/mijn/uitwisseling/aanvragen/plek/2345678923bcdf/seintje/",
        "places_path": "/uitwisseling/",
        "reason": "Het bericht gaat over een persoon en niet over het werk.",
        "answer": "Het bericht is scherp, maar mag.",
        "is_upheld": False,
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(
            app="events/applications", name=name, context=_context, purpose=f"events.application_{name}"
        )
