"""Sample values of the mails after a date."""

from events.harvest.mails import APP, NAMES, purpose_of
from events.registrations.afterwards import AfterLine
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "name": "Noor",
        "title": "Informatiemanagers en coaches in gesprek",
        "when": "donderdag 11 februari 2027, 10.00 tot 12.00 (Nederlandse tijd, CET)",
        "page_path": "/agenda/informatiemanagers-en-coaches/",
        "materials": [{"title": "Dia's", "address": "https://voorbeeld.example/documenten/1/dias.pdf"}],
        "lines": [
            AfterLine(
                "Hoe was het? Drie vragen, één minuut. De organisatoren zien niet wie er antwoordt. "
                "Het kan tot donderdag 4 maart 2027 om 12.00 (Nederlandse tijd, CET).",
                "Vertel hoe het was",
                "/agenda/terugblik/2345678923bcdf/",
            )
        ],
        "stop": "https://voorbeeld.example/mail-afmelden/2345678923bcdf/",
        "promise": "De checklist rondsturen.",
        "due": "vrijdag 12 maart 2027",
        "path": "/mijn/afspraken/2345678923bcdf/",
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app=APP, name=name, context=_context, purpose=purpose_of(name))
