"""Sample values of the mails about offers and wishes."""

from datetime import date

from events.offers.mails import APP, NAMES, purpose_of
from network.models import Member
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "title": "Meelopen met de servicedesk",
        "school": "ROC Lindenwaard (voorbeeld)",
        "is_offer": True,
        "is_standing": True,
        "lapses_on": date(2027, 3, 12),
        "remark": "Zeg erbij of een gast ook mag meekijken bij een telefoontje.",
        "path": "/uitwisseling/plekken/2345678923bcdf/",
        "own_path": "/mijn/uitwisseling/",
        "confirm_path": "/uitwisseling/plekken/2345678923bcdf/klopt-nog/",
        "change_path": "/uitwisseling/plekken/2345678923bcdf/wijzigen/",
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app=APP, name=name, context=_context, purpose=purpose_of(name))
