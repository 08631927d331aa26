"""Sample values of the mails about questions."""

from datetime import datetime

from network.members.models import Member
from network.questions.mails import CONTACT_PATH, WRITE_PATH
from network.questions.models import FitLabel
from portal.shared.calendar_days.rules import LOCAL_ZONE
from portal.shared.conversations.states import ReportReason
from portal.shared.outbox.previews import register_mail_sample

NAMES = (
    "routed",
    "reminder",
    "handed_over",
    "whereabouts",
    "news",
    "best",
    "closed",
    "story",
    "reported",
    "outcome",
    "decided",
)


def _context() -> dict[str, object]:
    return {
        "recipient": Member(given_name="Noor"),
        "title": "Hoe maak ik ondertitels zonder veel werk?",
        "path": "/vragen/2345678923bcdf/",
        "mine_path": "/vragen/bij-mij/",
        "hand_path": "/vragen/2345678923bcdf/doorgeven/",
        "desk_path": "/mijn/gesprekken/vragen/2345678923bcdf/",
        "stop_path": "/vragen/niet-meer-volgen/voorbeeld/",
        "write_path": WRITE_PATH,
        "contact_path": CONTACT_PATH,
        "anchor": "antwoord-2345678923bcdf",
        "why": FitLabel.HELP.label,
        "due_at": datetime(2027, 1, 14, 17, tzinfo=LOCAL_ZONE),
        "names": ["Anouk Timmerman"],
        "others": 1,
        "reason": ReportReason.OTHER.label,
        "answer": "De vraag is scherp, maar gaat over de les en niet over een persoon.",
        "is_upheld": False,
        "is_shown": False,
        "is_answer": True,
    }


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name in NAMES:
        register_mail_sample(app="network/questions", name=name, context=_context, purpose=f"network.question_{name}")
