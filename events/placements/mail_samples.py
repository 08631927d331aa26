"""Sample values of the mails about exchanges."""

from events.placements.mails import APP, NAMES, purpose_of
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "name": "Noor",
        "is_guest": True,
        "other": "Femke Hoekstra",
        "other_school": "Waddenkust College",
        "host_school": "Waddenkust College",
        "host": "Femke Hoekstra",
        "member": "Noor Verhagen",
        "manager": "Rie Bakker",
        "days": ["donderdag 11 maart 2027, 09.00 tot 12.30", "donderdag 18 maart 2027, 09.00 tot 12.30"],
        "half_days": 2,
        "place": "Servicedesk, Waddenkust College",
        "contact": "Femke Hoekstra, via de balie",
        "practical": "Meld je bij de balie voor een pas.",
        "cover": "Het team vangt de lessen op.",
        "changes": [{"label": "dagen", "old": "donderdag 11 maart 2027", "new": "vrijdag 12 maart 2027"}],
        "asks_managers": True,
        "note": "Donderdag lukt toch niet.",
        "reason": "te druk in die tijd",
        "remark": "Die week zijn er examens.",
        "until": "donderdag 4 maart 2027",
        "path": "/mijn/uitwisseling/stages/2345678923bcdf/",
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app=APP, name=name, context=_context, purpose=purpose_of(name))
