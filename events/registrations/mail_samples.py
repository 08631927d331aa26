"""Sample values of the mails about registrations."""

from events.registrations.mails import NAMES
from events.registrations.series_mails import SERIES_NAMES
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "name": "Noor",
        "title": "Netwerkbijeenkomst: wat werkt?",
        "page_path": "/agenda/wat-werkt/",
        "path": "/mijn/aanmeldingen/2345678923bcdf/",
        "when": "donderdag 11 februari 2027, 10.00 tot 12.00 (Nederlandse tijd, CET)",
        "was_when": "woensdag 10 februari 2027, 10.00 tot 12.00 (Nederlandse tijd, CET)",
        "place": "Brugzaal, Brugstraat 1, Brugdam",
        "was_place": "Aula, Brugdam",
        "online_url": "",
        "deadline": "woensdag 6 januari 2027 om 9.00 (Nederlandse tijd, CET)",
        "line_place": 3,
        "why": "Alle 12 plekken ter plaatse zijn bezet.",
        "has_seat": True,
        "reason": "De spreker is ziek. In maart is er een nieuwe datum.",
        "remark": "Deze groep is voor docenten van het eerste jaar.",
        "partner": "Femke Hoekstra",
    }


def _series_context() -> dict[str, object]:
    return {
        **_context(),
        "path": "/mijn/aanmeldingen/reeks/2345678923bcdf/",
        "dates": [
            "woensdag 13 januari 2027, 14.00 tot 16.00 (Nederlandse tijd, CET) · Brugzaal, Brugdam",
            "woensdag 10 februari 2027, 14.00 tot 16.00 (Nederlandse tijd, CET) · Aula, Brugdam",
        ],
        "online_urls": ["https://video.example/zaal"],
        "why": "Deze datum is vol: woensdag 10 februari 2027, 14.00 tot 16.00 (Nederlandse tijd, CET).",
        "changes": [
            {
                "was": "woensdag 10 februari 2027, 14.00 tot 16.00 (Nederlandse tijd, CET) · Aula, Brugdam",
                "now": "donderdag 11 februari 2027, 10.00 tot 12.00 (Nederlandse tijd, CET) · Brugzaal, Brugdam",
            }
        ],
        "added": ["woensdag 10 maart 2027, 14.00 tot 16.00 (Nederlandse tijd, CET) · Brugzaal, Brugdam"],
        "is_request": False,
        "goes_on": True,
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(
            app="events/registrations", name=name, context=_context, purpose=f"events.registration_{name}"
        )
    for name in SERIES_NAMES:
        register_mail_sample(
            app="events/registrations",
            name=f"series_{name}",
            context=_series_context,
            purpose=f"events.registration_series_{name}",
        )
