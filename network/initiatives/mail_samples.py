"""Sample values of the mails about joint actions."""

from network.initiatives.mails import NAMES
from network.members.models import Member
from portal.shared.outbox.previews import register_mail_sample


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "title": "Samen een toetsproef",
        "path": "/samen/2345678923bcdf/",
        "desk_path": "/samen/2345678923bcdf/regie/",
        "unsubscribe_path": "/samen/afmelden/voorbeeld/",
        "school": "ROC Lindenwaard (voorbeeld)",
        "remark": "Zeg erbij hoeveel tijd het een team kost.",
        "reason": "We hebben nu genoeg scholen. In het najaar is er weer plek.",
        "news_title": "De eerste ronde is geweest",
        "news": "Twintig studenten deden de proeftoets. Drie vonden dezelfde fout.",
        "outcome": "afgerond",
        "result": "De proeftoets kost een uur en voorkomt een halve dag paniek.",
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app="network/initiatives", name=name, context=_context, purpose=f"initiatives.{name}")
