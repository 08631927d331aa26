"""Sample values of the digest."""

from network.following.mails import APP, PURPOSE
from portal.shared.outbox.previews import register_mail_sample

SITE = "https://portal.example"


def _context() -> dict[str, object]:
    return {
        "given_name": "Noor",
        "lines": [
            {
                "kind": "verhaal",
                "title": "Eén vaste dag, of niet beginnen",
                "url": f"{SITE}/verhalen/een-vaste-dag/",
                "summary": "Vier uur per week verdween in vervanging. Met een vaste dag bleef de coach in de teams.",
                "because": ("Tijd en middelen", "ROC Lindenwaard (voorbeeld)"),
            },
            {
                "kind": "pilotverslag",
                "title": "Pilot: coaches in drie teams",
                "url": f"{SITE}/pilots/coaches-in-drie-teams/",
                "summary": "",
                "because": ("ROC Lindenwaard (voorbeeld)",),
            },
        ],
        "parts": [
            {
                "title": "Wat past bij je wens of je plek",
                "lines": [
                    {
                        "title": "Meelopen met de servicedesk",
                        "url": f"{SITE}/uitwisseling/plekken/2345678923bcdf/",
                        "about": "een plek, bij je wens “Een dag bij ict”",
                        "summary": "zelfde thema: toetsing · 25 km · jullie kunnen allebei in maart",
                    }
                ],
            },
            {
                "title": "Nieuw bij je zoekvragen",
                "lines": [
                    {
                        "title": "Digitaal toetsen zonder paniek",
                        "url": f"{SITE}/verhalen/digitaal-toetsen-zonder-paniek/",
                        "about": "verhaal, bij je zoekvraag “digitaal toetsen”",
                        "summary": "",
                    },
                    {
                        "title": "Alle resultaten voor “digitaal toetsen”",
                        "url": f"{SITE}/zoeken/?q=digitaal+toetsen&sorteer=nieuwste",
                        "about": "",
                        "summary": "",
                        "is_way": True,
                    },
                ],
            },
        ],
        "part_lines": 2,
        "follows_url": f"{SITE}/mijn/volgen/",
        "choices_url": f"{SITE}/mijn/mail/",
        "unsubscribe_url": f"{SITE}/mail-afmelden/voorbeeld/",
    }


def register() -> None:
    """Enter the sample; safe to call twice."""
    register_mail_sample(app=APP, name="digest", purpose=PURPOSE, context=_context)
