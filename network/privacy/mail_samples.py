"""Sample values of the mails about exports, leaving and staying."""

from datetime import UTC, datetime

from network.privacy.mails import APP
from portal.shared.outbox.previews import register_mail_sample

DAY = datetime(2027, 1, 14, 8, tzinfo=UTC)
_VALUES: dict[str, object] = {"given_name": "Noor", "url": "https://portal.example/mijn/gegevens/"}
SAMPLES: dict[str, dict[str, object]] = {
    "export_ready": {"until": DAY},
    "deletion_asked": {"erase_at": DAY},
    "deletion_taken_back": {},
    "absence_first": {"goes_at": DAY},
    "absence_last": {"goes_at": DAY},
}


def register() -> None:
    """Enter the samples; safe to call twice."""
    for name, values in SAMPLES.items():
        context = _VALUES | values
        register_mail_sample(app=APP, name=name, purpose=f"privacy.{name}", context=lambda context=context: context)
