"""Sample values of the mails about looking back."""

from events.reflections.mails import APP, NAMES, purpose_of
from network.models import Member
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    path = "/mijn/uitwisseling/stages/2345678923bcdf/terugblik/"
    return {
        "recipient": Member(given_name="Noor"),
        "title": "Uitwisselingsstage van Voorbeeldcollege bij Brugcollege",
        "other": "Femke Hoekstra",
        "path": path,
        "write_path": f"{path}schrijven/",
        "finding_path": f"{path}inzicht/2345678923bcdf/",
        "story_path": "/mijn/bijdragen/2345678923bcdf/",
        "until": "25 februari 2027",
        "is_time_up": False,
        "is_late": False,
        "misses_other": False,
        "number": 2,
        "was_in": True,
        "insight": "Laat een coach meelopen bij ict",
        "is_agreed": False,
        "is_named": True,
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app=APP, name=name, context=_context, purpose=purpose_of(name))
